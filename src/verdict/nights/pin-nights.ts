import type { Baseline } from "../regression/baseline.js";
import { pinBaseline } from "../regression/baseline.js";
import type { GateKind } from "../regression/gate-result.js";
import type { Night } from "../regression/night.js";
import { prepare } from "../regression/question.js";
import { gateCells, type StoredNight } from "./stored-night.js";

/** A baseline of stored nights. `otherRules`: cells of which some nights were judged by older rules, and are left out. */
export type PinnedNights = { readonly baseline: Baseline; readonly otherRules: readonly string[] };

/**
 * Pins nights, oldest first, without the columns that were masked in them. `kind`: how large the gate is. `reason`: why these nights, where
 * they were picked by hand. Throws RangeError for no night.
 */
export function pinNights(
  stored: readonly StoredNight[],
  { kind, reason }: { readonly kind: GateKind; readonly reason: string | null },
): PinnedNights {
  const { nights, otherRules } = ofNewestRules(stored);
  const last = nights.at(-1);
  if (last === undefined) throw new RangeError("A baseline needs at least one night, and there is none.");
  const { columns } = prepare({ kind, baseline: null, history: nights.slice(0, -1), tonight: last });
  const masked = (column: string): ReadonlySet<string> => columns.get(column)?.outages ?? new Set();
  return { baseline: pinBaseline({ nights, masked, reason }), otherRules };
}

/** A cell is pinned by the rules that judged it last. */
function ofNewestRules(stored: readonly StoredNight[]): {
  readonly nights: readonly Night[];
  readonly otherRules: readonly string[];
} {
  const cells = stored.map((night) => ({ id: night.id, cells: gateCells(night) }));
  const newest = new Map(cells.flatMap((night) => night.cells.map((cell) => [cell.cell, cell.rules] as const)));
  const others = cells.flatMap((night) => night.cells.filter((cell) => newest.get(cell.cell) !== cell.rules));
  return {
    nights: cells.map((night) => ({
      id: night.id,
      rules: "pinned",
      cells: night.cells.filter((cell) => newest.get(cell.cell) === cell.rules),
    })),
    otherRules: [...new Set(others.map(({ cell }) => cell))].sort(),
  };
}
