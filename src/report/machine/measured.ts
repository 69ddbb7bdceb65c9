import type { SheetCell, SheetMeasures } from "../sheet/sheet.js";

const none: SheetMeasures = { firstByteMs: [], totalMs: [], usd: [], outputTokens: [] };

/** What the trials of a cell took and cost. Authored bytes took no time and cost nothing, whatever stands in them. */
export function measuredOf({ measures, source }: Pick<SheetCell, "measures" | "source">): SheetMeasures {
  return source === "authored" ? none : measures;
}

/** A sum without the last digits, in which only the order of adding shows; null: there are no values. */
export function sumOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : Number(values.reduce((sum, one) => sum + one, 0).toPrecision(12));
}
