import type { Target } from "../../chat/target.js";
import type { CatalogModel, Suite } from "../../scenario/catalog.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Transcript } from "../../transcript/transcript.js";
import { attributeCells } from "../attribution/attribute-cells.js";
import type { Attribution } from "../attribution/attribution.js";
import { type TestedHypothesis, testHypotheses } from "../attribution/hypotheses/test-hypotheses.js";
import type { KnownComparison } from "../baseline.js";
import type { TiedViews } from "../client-views/recorded-replies.js";
import type { JudgedBy } from "../editions/judged-by.js";
import type { SameModel } from "../identity/same-model.js";
import type { Verdict } from "../verdict.js";
import { columnsIn, type MatrixColumn, unsupportedVerdict } from "./matrix-columns.js";
import { comparePairs, correctPairs, type Pair } from "./matrix-pairs.js";
import { firstByCell, placeInMatrix } from "./place-in-matrix.js";

/** How the verdicts were made. `date`: `YYYY-MM-DD`; null for a report that must stay the same on any day. */
export type GeneratedFrom = {
  readonly mode: "replay" | "live" | "simulator";
  /** The command that reproduces the matrix. */
  readonly command: string;
  readonly date: string | null;
  /** Name → version of the programs and libraries used, such as `llm-parity` and `openai`. */
  readonly versions: { readonly [name: string]: string };
  /** `strict`: what only a specification notices counts as failing too; absent: what a client notices. */
  readonly layer?: "strict";
  /** The edition of the conformance suite that judged; absent: results of a program that had none. */
  readonly edition?: JudgedBy;
  /** The run that asked; absent: a replay. */
  readonly run?: RunOrigin;
};

/**
 * Which run. `id`: the name of its folder. `startedAt`: ISO 8601, UTC. `commit`: of the checkout that the program ran from, with
 * `-dirty` where it was changed; null: it was installed. `edition`: of the conformance suite that it asked; null or absent: not recorded.
 */
export type RunOrigin = {
  readonly id: string;
  readonly startedAt: string;
  readonly commit: string | null;
  readonly edition?: string | null;
};

/** How far a stopped run got. `made`: trials; `unasked`: planned trials that were not made, at most so many where a test stops them. */
export type Stopped = { readonly made: number; readonly unasked: number };

/** One scenario of a model's table. */
export type MatrixRow = {
  readonly scenario: Scenario;
  /** One cell for each column, in the order of the columns; null: not part of this run. */
  readonly cells: readonly (Verdict | null)[];
};

/** One model: scenarios × columns, and the compared pairs of columns. */
export type MatrixTable = {
  readonly model: CatalogModel;
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
  readonly pairs: readonly Pair[];
};

/** All verdicts of a run, laid out for a report. */
export type Matrix = {
  readonly suite: Suite;
  readonly generatedFrom: GeneratedFrom;
  /** True when no byte of any cell came from a vendor. */
  readonly authored: boolean;
  readonly scenarios: readonly Scenario[];
  readonly tables: readonly MatrixTable[];
  /** Every cell of the tables, in reading order. */
  readonly verdicts: readonly Verdict[];
  readonly known: KnownComparison;
  /** Whose fault each failing cell is, in reading order; a cell that is not failing has none. */
  readonly attributions: ReadonlyMap<Verdict, Attribution>;
  /** What the run says of each possible cause of its blank replies; `[]` without one. */
  readonly hypotheses: readonly TestedHypothesis[];
  /** Null: every planned trial was made. */
  readonly stopped: Stopped | null;
  /** What tests of identity say of its targets; absent: none lies beside it. */
  readonly sameModel?: readonly SameModel[];
};

/** What {@link buildMatrix} lays out. */
export type MatrixInput = {
  readonly verdicts: readonly Verdict[];
  /** The source of the requests and replies of compared pairs; a cell without a transcript shows none. */
  readonly transcripts: readonly Transcript[];
  readonly suite: Suite;
  readonly models: readonly CatalogModel[];
  readonly targets: readonly Target[];
  readonly scenarios: readonly Scenario[];
  readonly known: KnownComparison;
  readonly generatedFrom: GeneratedFrom;
  /** What real clients showed of replies of the run. Default: they were not asked. */
  readonly tiedViews?: TiedViews | null;
  /** Default: null, every planned trial was made. */
  readonly stopped?: Stopped | null;
};

/**
 * Lays verdicts out in one table for each model that has a target or an unsupported cell, in the order of `models`. Columns are in
 * the order of `targets`, then the suite's unsupported ones; each client that has verdicts has its own column.
 *
 * @example
 * const known = compareWithKnown(verdicts, knownDivergences, today);
 * const matrix = buildMatrix({ verdicts, transcripts, suite, models, targets, scenarios, known, generatedFrom });
 * const page = matrixMarkdown({ matrix, blankReplies: [], known: knownDivergences, cellCommands: [] });
 */
export function buildMatrix(input: MatrixInput): Matrix {
  const { suite, generatedFrom, scenarios, known, stopped = null } = input;
  const columnsOf = columnsIn(input);
  const drafts = input.models.flatMap((model) => {
    const columns = columnsOf(model.name);
    return columns.length === 0 ? [] : [{ model, columns }];
  });
  const made = tablesOf(drafts, input);
  const pairs = correctPairs(made.map((table) => table.pairs));
  const tables = made.map((table, index) => ({ ...table, pairs: pairs[index] ?? table.pairs }));
  const verdicts = tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.filter((cell) => cell !== null)));
  const attributions = attributeCells({ ...input, verdicts, run: runOf(generatedFrom) });
  const hypotheses = testHypotheses(attributions, input.transcripts);
  const authored = isAuthored(verdicts);
  return { suite, generatedFrom, authored, scenarios, tables, verdicts, known, attributions, hypotheses, stopped };
}

/** The trials of a run take turns; kept recordings were each made on its own. */
function runOf({ mode }: GeneratedFrom): string | null {
  return mode === "replay" ? null : mode;
}

type Draft = { readonly model: CatalogModel; readonly columns: readonly MatrixColumn[] };

/** Tables of thousands of cells look theirs up by name. */
function tablesOf(drafts: readonly Draft[], input: MatrixInput): readonly MatrixTable[] {
  const verdicts = firstByCell(input.verdicts);
  const transcripts = firstByCell(input.transcripts.filter(({ turns }) => turns.length > 0));
  return drafts.map(({ model, columns }) => {
    const rows = input.scenarios.map((scenario) => ({
      scenario,
      cells: columns.map((column) => cellOf(column, scenario, verdicts)),
    }));
    return { model, columns, rows, pairs: comparePairs({ columns, rows, transcripts }) };
  });
}

function cellOf(column: MatrixColumn, scenario: Scenario, verdicts: ReadonlyMap<string, Verdict>): Verdict | null {
  if (column.unsupported !== null) return unsupportedVerdict(column, scenario);
  return verdicts.get(placeInMatrix({ ...column, scenario: scenario.id })) ?? null;
}

function isAuthored(verdicts: readonly Verdict[]): boolean {
  const sources = verdicts.flatMap(({ provenance }) => (provenance === null ? [] : [provenance.source]));
  return sources.length > 0 && sources.every((source) => source === "authored" || source === "simulated");
}
