import type { Attribution } from "../../verdict/attribution/attribution.js";
import type { ClientViews } from "../../verdict/client-views/client-views.js";
import type { EffectVerdict } from "../../verdict/effects/effect-verdict.js";
import type { SameModel } from "../../verdict/identity/same-model.js";
import type { PairStep } from "../../verdict/matrix/matrix-pairs.js";
import type { CellRow } from "../../verdict/nights/cell-rows.js";
import type { CellState } from "../../verdict/regression/gate-result.js";
import type { RateComparison } from "../../verdict/statistics/compare-rates.js";
import type { FindingCount, Observed, TrialCounts } from "../../verdict/verdict.js";
import type { CellRemark } from "../cell/remarks.js";

/** Who made the replies: services, our own authors, the simulator of this run, or services and authors. */
export type SheetOrigin = "vendor" | "authored" | "simulated" | "partly-authored";

/**
 * What every report format is made from: the cells of a run, or of judged recordings, as plain data, with what is known of them beside.
 * The same sheet gives the same bytes in every format. Texts of models, services and people are as they came: each format makes them
 * safe in its own way.
 */
export type Sheet = {
  /** `run`: scenarios were asked or replayed. `recordings`: exchanges that other tools recorded were judged. */
  readonly kind: "run" | "recordings";
  /** The suite, or what was judged. */
  readonly name: string;
  readonly origin: SheetOrigin;
  /** What the signs are worth, in one sentence; null: every reply came from a service. */
  readonly notice: string | null;
  readonly made: SheetMade;
  /** How far a stopped run got, in one sentence; null: it is whole. */
  readonly stopped: string | null;
  readonly models: readonly SheetModel[];
  readonly columns: readonly SheetColumn[];
  readonly scenarios: readonly SheetScenario[];
  /** In reading order: models, then scenarios, then columns. A cell that is not part of the run is not here. */
  readonly cells: readonly SheetCell[];
  readonly pairs: readonly SheetPair[];
  /** What the gate says of the night that the run belongs to; null: it was not asked. */
  readonly night: SheetNight | null;
  /** Sentences about known.yaml: what no longer holds, what is new. */
  readonly messages: readonly string[];
  /** What real clients showed of its replies; absent: they were not asked. */
  readonly clientViews?: ClientViews;
  /** What tests of identity say of targets of the run; absent: none lies beside it. */
  readonly sameModel?: readonly SameModel[];
};

/** How the sheet was made. A replay has no `startedAt`, `run` and `commit`, so that it is the same on any day. */
export type SheetMade = {
  readonly mode: "replay" | "live" | "simulator" | "recordings";
  readonly command: string;
  /** The day of the comparison that the suite follows, `YYYY-MM-DD`; null: none. */
  readonly tested: string | null;
  /** The id of the run. */
  readonly run: string | null;
  /** What the shards of one run have in common; null or absent: it is no shard. */
  readonly logicalRun?: string | null;
  /** Which part of the plan was asked, `3/8`; null or absent: all of it. */
  readonly shard?: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string | null;
  /** The commit of the checkout in which the run was made; null: a replay, or not in a checkout. */
  readonly commit: string | null;
  /** The first and last day on which bytes were recorded; null: no byte has a date. */
  readonly recorded: readonly [first: string, last: string] | null;
  readonly versions: { readonly [name: string]: string };
  /** The edition of the conformance suite that judged; null or absent: not recorded. */
  readonly edition?: string | null;
};

export type SheetModel = {
  readonly name: string;
  readonly title: string;
  /** `YYYY-MM-DD`; null: it is served. */
  readonly retired: string | null;
};

/** A column over all models: provider, API and what else tells columns apart. `id` is unique. */
export type SheetColumn = {
  readonly id: string;
  readonly provider: string;
  readonly api: string;
  /** `→ upstream`, `@region`, `(client)`, where columns differ in it; empty: provider and API suffice. */
  readonly detail: string;
};

export type SheetScenario = {
  readonly id: string;
  readonly title: string;
  /** What it exercises: `chat`, `tools`, `tool-results`, … */
  readonly tags: readonly string[];
};

/** One cell. `model`, `column` and `scenario` are ids of the lists above. */
export type SheetCell = {
  /** `<target>/<scenario>`, with the client where it is not the SDK: the name of the cell in links, commands and the history. */
  readonly id: string;
  readonly model: string;
  readonly column: string;
  readonly scenario: string;
  readonly target: string;
  readonly client: string;
  readonly providerModelId: string | null;
  readonly region: string | null;
  readonly upstreamPin: string | null;
  readonly observed: Observed;
  /** null: the sample carries none, or none yet. */
  readonly claim: "pass" | "fail" | "flaky" | null;
  /** True: a simulator answered, so that a claim is about the simulator. */
  readonly simulated: boolean;
  /** As in every table: ✅ ❌ ⚠️ ✓ ✗ ~ △ ∅ – */
  readonly sign: string;
  readonly trials: TrialCounts;
  /** Eligible trials that replied differently. */
  readonly distinctReplies: number;
  readonly findings: readonly SheetFinding[];
  readonly upstreams: readonly { readonly name: string; readonly ok: number; readonly eligible: number }[];
  /** For `blocked`, `unsupported` and `not-run`: why, in one word, and the message behind it. */
  readonly reason: string | null;
  readonly reasonText: string | null;
  /** Whose fault it is; null: it is neither failing nor refused. */
  readonly attribution: Attribution | null;
  /** `expected`: red, and listed in known.yaml with `bugs`. `unexpected`: red and not listed. null: not red. */
  readonly known: {
    readonly state: "expected" | "unexpected";
    readonly bugs: readonly string[];
    /** The first day of its entries, `YYYY-MM-DD`; null or absent: not listed, or not said. */
    readonly since?: string | null;
  } | null;
  readonly night: SheetCellNight | null;
  /** Its earlier nights, oldest first; `[]`: no history was read. */
  readonly history: readonly SheetPoint[];
  /** The command that makes the cell again; null: recordings are not made again. */
  readonly command: string | null;
  /** The command that explains the cell from the kept bytes; null or absent: there is none. */
  readonly explain?: string | null;
  /** The command that asks what is missing to say whose fault it is; null or absent: none does. */
  readonly next?: string | null;
  /** What all of `next` takes: `40 calls, at most $0.11`. */
  readonly nextPrice?: string | null;
  /** What has to be changed in `next` first; absent: nothing. */
  readonly nextByHand?: string;
  readonly source: "live" | "recorded" | "authored" | "simulated" | null;
  /** ISO 8601, UTC; null: no byte has a date. */
  readonly recordedAt: string | null;
  /** The file that holds its exchanges, as a path to be shown; null: none is kept. */
  readonly file: string | null;
  readonly requestIds: readonly string[];
  readonly measures: SheetMeasures;
  /** True: recordings of a production log; their texts are withheld, shown as shape, length and hash. */
  readonly isPrivate: boolean;
  /** What was observed, and what the sample claims or why it claims nothing: two sentences. */
  readonly says?: readonly [observed: string, claim: string];
  /** Its single trials, excluded ones too. */
  readonly judged?: readonly SheetTrial[];
  /** Whether each parameter that its scenario compares had its effect; absent: it compares none. */
  readonly effects?: readonly EffectVerdict[];
  /** What a reader must know beside it; absent: nothing. */
  readonly remarks?: readonly CellRemark[];
  /** Ways to ask it again that are not the command: curl, AWS CLI, … */
  readonly again?: readonly SheetAgain[];
};

/** One trial of a cell. A value is null where one of its turns has none. */
export type SheetTrial = {
  readonly trial: number;
  readonly outcome: "ok" | "bad" | "excluded";
  readonly reason: string | null;
  readonly upstream: string | null;
  readonly findings: readonly Pick<FindingCount, "id" | "cause" | "severity">[];
  readonly requestId: string | null;
  readonly firstByteMs: number | null;
  readonly totalMs: number | null;
  readonly outputTokens: number | null;
};

/** A request as text to be copied. `text` null: it cannot ask this request, for the reason `why`. */
export type SheetAgain = {
  readonly title: string;
  readonly text: string | null;
  readonly why: string | null;
};

/** `rule`, `source` and `date`: of the check that raised it; null: this version has no such check. */
export type SheetFinding = FindingCount & {
  readonly checks: readonly string[];
  readonly rule: { readonly severity: string; readonly source: string; readonly date: string } | null;
  /** For recordings: where it was found, as `file#number`, the first few. */
  readonly places?: readonly string[];
};

/** One value for each eligible trial that has it, in the order of the trials. */
export type SheetMeasures = {
  /** Milliseconds to the headers of the reply, of its first turn. */
  readonly firstByteMs: readonly number[];
  /** Milliseconds to the first content of its first turn, reasoning included; absent: none was timed. */
  readonly firstContentMs?: readonly number[];
  /** The longest wait between two pieces of content, over its turns; absent: none was timed. */
  readonly longestGapMs?: readonly number[];
  /** Milliseconds of all its turns. */
  readonly totalMs: readonly number[];
  /** As the provider reports it, where it reports all turns. */
  readonly usd: readonly number[];
  readonly outputTokens: readonly number[];
};

/** Two columns of one model in one scenario. `left`, `right`: ids of cells. */
export type SheetPair = {
  readonly left: string;
  readonly right: string;
  readonly differs: boolean;
  readonly requestsEquivalent: boolean;
  /** How the requests compare, in words. */
  readonly requests: string;
  /** False: several upstreams served one side, so that the other is no control. */
  readonly isControl?: boolean;
  /** The comparison of their failure rates; null: a side has no eligible trial, or authored bytes. */
  readonly rates?: RateComparison | null;
  /** Requests and replies step by step, of the first trial of each side that has turns. */
  readonly steps?: readonly PairStep[];
};

/** What the gate says of the night. `falseNights`: the share of nights in which an unchanged cell is reported. */
export type SheetNight = {
  readonly id: string;
  readonly compared: number;
  readonly falseNights: number;
  readonly alarm: boolean;
  readonly notMeasured: boolean;
  readonly exitCode: number;
  /** Columns with an incident or a regression, one sentence each. */
  readonly columns: readonly string[];
};

/** What the gate says of a cell. `since`: the nights in which the change may have begun, with 90 %; null: there is no change. */
export type SheetCellNight = {
  readonly state: CellState;
  readonly since: readonly string[] | null;
  readonly lastGood: string | null;
  /** Who changed, in one sentence; null or absent: nothing changed, or it is not known. */
  readonly changed?: string | null;
  /** The probability of so many bad trials at the baseline's rate; null: not compared. */
  readonly worse: number | null;
  readonly baseline: { readonly eligible: number; readonly bad: number } | null;
  readonly tonight: { readonly eligible: number; readonly bad: number } | null;
};

/** A night of a cell's history. `eligible` 0: nothing was measured. */
export type SheetPoint = {
  readonly night: string;
  readonly state: CellRow["state"];
  readonly eligible: number;
  readonly bad: number;
};
