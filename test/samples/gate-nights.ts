import { type Baseline, pinBaseline } from "../../src/verdict/regression/baseline.js";
import type { Night, NightCell } from "../../src/verdict/regression/night.js";

/** What is said of a cell of a made-up night; the rest is a well measured cell of 12 good trials in column `p/chat`. */
export type CellOf = Partial<NightCell> & { readonly cell: string };

export function nightCell(of: CellOf): NightCell {
  return { column: "p/chat", suite: null, eligible: 12, bad: 0, excluded: 0, unavailable: 0, screened: null, ...of };
}

/** `day`: of January 2026. */
export function night(day: number, cells: readonly CellOf[], rules = "r1"): Night {
  return { id: `2026-01-${String(day).padStart(2, "0")}`, cells: cells.map(nightCell), rules };
}

/** Nights of equal cells on these days. */
export function nightsOf(days: readonly number[], cells: readonly CellOf[]): readonly Night[] {
  return days.map((day) => night(day, cells));
}

/** Days from `first` to `last`. */
export function days(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

export function pinned(nights: readonly Night[]): Baseline {
  return pinBaseline({ nights, masked: () => new Set(), reason: null });
}
