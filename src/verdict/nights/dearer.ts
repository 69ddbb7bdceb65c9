import type { Baseline } from "../regression/baseline.js";
import { gate } from "../regression/gate.js";
import type { GateKind } from "../regression/gate-result.js";
import type { Counts, Night } from "../regression/night.js";
import { countAbove, limitOf } from "../regression/slow-trials.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { cellKey, columnKey } from "./cell-key.js";
import { countingLines, type StoredNight } from "./stored-night.js";

/** What a trial may take more of. */
export const measures = ["ms", "usd"] as const;
export type Measure = (typeof measures)[number];

/** A cell that takes more than in the baseline. `limit`: the baseline's 95th percentile; `tonight`: trials, those above it being bad. */
export type Dearer = {
  readonly cell: string;
  readonly measure: Measure;
  readonly limit: number;
  readonly tonight: Counts;
  readonly baseline: Counts;
};

export type DearerQuestion = {
  readonly kind: GateKind;
  readonly baseline: Baseline;
  readonly earlier: readonly StoredNight[];
  readonly tonight: StoredNight;
};

/**
 * Cells that became slower or dearer: by the rule of the gate, a trial above the baseline's 95th percentile being a bad one. How often that
 * is false was not measured, so it is information, and never an exit code.
 */
export function dearerCells({ kind, baseline, earlier, tonight }: DearerQuestion): readonly Dearer[] {
  return measures.flatMap((measure) => {
    const limits = limitsOf(baseline, earlier, measure);
    const night = (of: StoredNight): Night => ({ id: of.id, rules: "values", cells: cellsOf(of, limits, measure) });
    const history = earlier.map(night);
    const counts = new Map(history.map(({ id, cells }) => [id, new Map(cells.map((cell) => [cell.cell, cell]))]));
    const cells = baseline.cells.flatMap((cell) => {
      const nights = cell.nights.flatMap(({ night: id }) => {
        const one = counts.get(id)?.get(cell.cell);
        return one === undefined ? [] : [{ night: id, eligible: one.eligible, bad: one.bad }];
      });
      return nights.length === 0 ? [] : [{ ...cell, nights }];
    });
    const result = gate({ kind, baseline: { ...baseline, rules: "values", cells }, history, tonight: night(tonight) });
    return result.cells.flatMap(({ cell, state, tonight: now, baseline: before }) => {
      const isMore = state === "regressed" || state === "regressed-2-of-3";
      const limit = limits.get(cell);
      if (!isMore || limit === undefined || now === null || before === null) return [];
      return [{ cell, measure, limit, tonight: now, baseline: before }];
    });
  });
}

function limitsOf(
  { nights }: Baseline,
  earlier: readonly StoredNight[],
  measure: Measure,
): ReadonlyMap<string, number> {
  const pinned = new Set(nights);
  const values = new Map<string, number[]>();
  for (const night of earlier.filter(({ id }) => pinned.has(id))) {
    for (const line of countingLines(night).counting) {
      const known = values.get(cellKey(line)) ?? [];
      known.push(...line.perTrial[measure]);
      values.set(cellKey(line), known);
    }
  }
  return new Map(
    [...values].flatMap(([cell, own]) => {
      const limit = limitOf(own);
      return limit === null ? [] : [[cell, limit] as const];
    }),
  );
}

function cellsOf(night: StoredNight, limits: ReadonlyMap<string, number>, measure: Measure): Night["cells"] {
  return countingLines(night).counting.flatMap((line) => {
    const cell = cellKey(line);
    const limit = limits.get(cell);
    if (limit === undefined || line.perTrial[measure].length === 0) return [];
    return [{ ...countsAbove(line, { limit, measure }), cell, column: columnKey(line), suite: line.suite }];
  });
}

function countsAbove(
  { perTrial }: CellSummary,
  { limit, measure }: { readonly limit: number; readonly measure: Measure },
) {
  return { ...countAbove(perTrial[measure], limit), excluded: 0, unavailable: 0, screened: null };
}
