import { groupBy } from "../../chat/group-by.js";
import type { Bundle } from "../../report/bundle.js";
import type { Transcript } from "../../transcript/transcript.js";
import type { Pair } from "../../verdict/matrix/matrix-pairs.js";
import { cellKey } from "../../verdict/nights/cell-key.js";
import type { TrialVerdict } from "../../verdict/verdict.js";
import type { JudgedCell } from "./trial-control.js";

/** A run whose trials are shown. */
export type ShownRun = { readonly bundle: Bundle; readonly transcripts: readonly Transcript[] };

/** The cells of a run with trials, in reading order, and what belongs to each, by its id. */
export type RunIndex = {
  readonly cells: ReadonlyMap<string, JudgedCell>;
  readonly pairsOf: (cell: string) => readonly Pair[];
  /** The command that makes a cell again; null: there is none. */
  readonly againOf: (cell: string) => string | null;
};

/** One trial of a run. */
export type RunTrial = { readonly id: string; readonly cell: JudgedCell; readonly judged: TrialVerdict };

/** Looks a run over once, so that each of its trials is found at once. */
export function indexRun({ bundle: { matrix, cellCommands }, transcripts }: ShownRun): RunIndex {
  const trials = groupBy(transcripts, ({ cell }) => cellKey(cell));
  const again = new Map(matrix.verdicts.map(({ cell }, at) => [cellKey(cell), cellCommands[at] ?? null]));
  const pairs = new Map<string, Pair[]>();
  const add = (id: string, pair: Pair) => pairs.set(id, [...(pairs.get(id) ?? []), pair]);
  for (const pair of matrix.tables.flatMap((table) => table.pairs)) {
    add(cellKey({ ...pair.left, scenario: pair.scenario }), pair);
    add(cellKey({ ...pair.right, scenario: pair.scenario }), pair);
  }
  const cells = matrix.verdicts.flatMap((verdict) => {
    const id = cellKey(verdict.cell);
    const own = trials.get(id) ?? [];
    return verdict.judged.length === 0 || own.length === 0 ? [] : [[id, { verdict, transcripts: own }] as const];
  });
  return { cells: new Map(cells), pairsOf: (id) => pairs.get(id) ?? [], againOf: (id) => again.get(id) ?? null };
}

/** The trials of a cell in the order of their numbers. */
export function trialsOf(id: string, cell: JudgedCell): readonly RunTrial[] {
  return cell.verdict.judged.map((judged) => ({ id, cell, judged }));
}
