import type { NightCell } from "../regression/night.js";
import type { CellSummary } from "../summary/summary-schema.js";
import { cellKey, columnKey } from "./cell-key.js";
import type { NightFacts, NightRun } from "./night-schema.js";

/** A night as it is stored. `lines`: of every run, so that no run takes another one's place for good. */
export type StoredNight = NightFacts & { readonly lines: readonly CellSummary[] };

/** The night with one more run, or with a run that it has made anew. Appending in any order gives the same night. */
export function withRun(night: StoredNight, run: NightRun, lines: readonly CellSummary[]): StoredNight {
  const runs = [...night.runs.filter(({ id }) => id !== run.id), run];
  const others = night.lines.filter((line) => line.run !== run.id);
  return inOrder({ ...night, runs, lines: [...others, ...lines.map((line) => ({ ...line, run: run.id }))] });
}

/** The runs in the order of their start, and the lines in that of their runs. */
export function inOrder(night: StoredNight): StoredNight {
  const runs = night.runs.toSorted(byStart);
  const order = new Map(runs.map(({ id }, at) => [id, at]));
  const place = (line: CellSummary) => order.get(line.run ?? "") ?? -1;
  return { ...night, runs, lines: night.lines.toSorted((a, b) => place(a) - place(b)) };
}

/** A cell that two runs of a night measured. The later one counts. */
export type Replaced = { readonly cell: string; readonly line: CellSummary; readonly by: CellSummary };

/**
 * The one line of each cell that counts: of the runs that measured it, the one that started last; of none, the last one. `replaced`: the
 * measured lines that do not count, so that a second run hides nothing.
 */
export function countingLines({ lines }: Pick<StoredNight, "lines">): {
  readonly counting: readonly CellSummary[];
  readonly replaced: readonly Replaced[];
} {
  const counting = new Map<string, CellSummary>();
  const replaced: Replaced[] = [];
  for (const line of lines) {
    const cell = cellKey(line);
    const earlier = counting.get(cell);
    if (earlier !== undefined && isMeasured(earlier) && !isMeasured(line)) continue;
    if (earlier !== undefined && isMeasured(earlier)) replaced.push({ cell, line: earlier, by: line });
    counting.set(cell, line);
  }
  return { counting: [...counting.values()], replaced };
}

/** The trials of a line that are no evidence about the model, for whatever reason. */
export function excludedTrials({ trials }: Pick<CellSummary, "trials">): number {
  return Object.values(trials.excluded).reduce((sum, n) => sum + n, 0);
}

function isMeasured({ trials }: CellSummary): boolean {
  return trials.eligible > 0;
}

/** The order of the runs of a night. */
export function byStart(a: NightRun, b: NightRun): number {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** A cell as the gate reads it, with the rules that judged it. */
export type RuledCell = NightCell & { readonly rules: string };

/** What the gate reads of a night, without the rest of its lines. */
export type NightCells = { readonly id: string; readonly cells: readonly RuledCell[] };

/** The cells of a night as the gate reads them, which finds incidents by itself. */
export function gateCells(night: Pick<StoredNight, "lines">): readonly RuledCell[] {
  return countingLines(night).counting.map(ruledCell);
}

function ruledCell(line: CellSummary): RuledCell {
  const { suite, rules } = line;
  const { eligible, bad, unavailable, screened } = line.trials;
  const counts = { eligible, bad, excluded: excludedTrials(line), unavailable, screened };
  return { cell: cellKey(line), column: columnKey(line), suite, rules, ...counts };
}
