import { streamingOf } from "../../chat/api.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { compareRates, type RateComparison, type RateSide } from "../statistics/compare-rates.js";
import { holmAdjusted } from "../statistics/holm.js";
import { claimRule } from "../statistics/statistics.js";
import type { Verdict } from "../verdict.js";
import { visibleTextOf } from "../visible-text.js";
import { compareRequests, type FieldEquivalence, isEquivalent } from "./compare-requests.js";
import type { MatrixColumn } from "./matrix-columns.js";

/** One step of a compared pair: how the requests stand, and what came back, calls included. Null: nothing came. */
export type PairStep = {
  readonly step: string;
  readonly fields: readonly FieldEquivalence[];
  readonly equivalent: boolean;
  readonly leftText: string | null;
  readonly rightText: string | null;
};

/**
 * Two columns of one model in one scenario. `rates` null: one side has no eligible trial.
 * `differs`: one was seen ok and the other not, the reason to quote the replies; an observation, no claim (that is `rates`).
 * `steps` are of the first trial of each side that has them; an unpinned gateway `isControl: false` proves nothing of a model.
 */
export type Pair = {
  readonly scenario: string;
  readonly left: MatrixColumn;
  readonly right: MatrixColumn;
  readonly differs: boolean;
  readonly isControl: boolean;
  readonly rates: RateComparison | null;
  readonly steps: readonly PairStep[];
};

type Input = {
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly { readonly scenario: { readonly id: string }; readonly cells: readonly (Verdict | null)[] }[];
  readonly transcripts: readonly Transcript[];
};

/**
 * Every column against the first, and every stream against the whole reply of the same target's other API (an oracle that needs
 * no second provider), scenario by scenario; only pairs of which both sides were asked.
 */
export function comparePairs({ columns, rows, transcripts }: Input): readonly Pair[] {
  const couples = couplesOf(columns);
  return rows.flatMap(({ scenario, cells }) =>
    couples.flatMap(([at, against]) => {
      const [left, right] = [columns[at], columns[against]];
      const [a, b] = [cells[at] ?? null, cells[against] ?? null];
      if (left === undefined || right === undefined || a === null || b === null) return [];
      if (a.judged.length === 0 || b.judged.length === 0) return [];
      return [pairOf({ left, right, a, b, scenario: scenario.id, transcripts })];
    }),
  );
}

/** Places of the columns to compare, left and right. */
function couplesOf(columns: readonly MatrixColumn[]): readonly (readonly [number, number])[] {
  return columns.flatMap((right, at) => {
    if (at === 0) return [];
    const twin = columns.findIndex((left) => left.api !== right.api && isStreamOf(right, left));
    return twin > 0
      ? ([
          [0, at],
          [twin, at],
        ] as const)
      : ([[0, at]] as const);
  });
}

/** The same model of the same provider, asked for the same in pieces. */
function isStreamOf(stream: MatrixColumn, whole: MatrixColumn): boolean {
  const members = ["provider", "providerModelId", "region", "upstreamPin", "client"] as const;
  return stream.api === streamingOf(whole.api) && members.every((member) => stream[member] === whole[member]);
}

/**
 * The pairs of a whole report, their p values corrected for how many were compared (Holm): a pair stays `different` only
 * where the corrected value is below alpha. In the order given; the lists keep their lengths.
 */
export function correctPairs(lists: readonly (readonly Pair[])[]): readonly (readonly Pair[])[] {
  const compared = lists.flat().flatMap(({ rates }) => rates?.p ?? []);
  const adjusted = [...holmAdjusted(compared)];
  return lists.map((pairs) => pairs.map((pair) => corrected(pair, adjusted)));
}

/** Takes the next corrected value for a pair that was compared. */
function corrected(pair: Pair, adjusted: number[]): Pair {
  const { rates } = pair;
  if (rates === null || rates.p === null) return pair;
  const p = adjusted.shift() ?? rates.p;
  const state = rates.state === "different" && p >= claimRule.alpha ? "not enough" : rates.state;
  return { ...pair, rates: { ...rates, state, p } };
}

function pairOf(sides: {
  readonly left: MatrixColumn;
  readonly right: MatrixColumn;
  readonly a: Verdict;
  readonly b: Verdict;
  readonly scenario: string;
  readonly transcripts: readonly Transcript[];
}): Pair {
  const { left, right, a, b, scenario, transcripts } = sides;
  const bothSeen = a.trials.eligible > 0 && b.trials.eligible > 0;
  return {
    scenario,
    left,
    right,
    differs: bothSeen && a.observed !== b.observed,
    isControl: Object.keys(a.upstreams).length < 2 && Object.keys(b.upstreams).length < 2,
    rates: bothSeen && !isAuthored(a) && !isAuthored(b) ? compareRates(sideOf(a), sideOf(b)) : null,
    steps: compareSteps(turnsOf(a, transcripts), turnsOf(b, transcripts)),
  };
}

/** Authored bytes are nobody's behaviour: they have no rate. */
function isAuthored({ provenance }: Verdict): boolean {
  return provenance?.source === "authored";
}

function sideOf({ trials, sampling, judged }: Verdict): RateSide {
  const { bad, eligible, interval } = trials;
  const outcomes = judged.filter(({ outcome }) => outcome !== "excluded").map(({ outcome }) => outcome === "bad");
  return { bad, eligible, interval, stopped: sampling === "sequential" ? outcomes : null };
}

function turnsOf({ cell }: Verdict, transcripts: readonly Transcript[]): readonly Turn[] {
  const own = transcripts.filter(
    (one) => one.cell.target === cell.target && one.cell.client === cell.client && one.cell.scenario === cell.scenario,
  );
  return own.find(({ turns }) => turns.length > 0)?.turns ?? [];
}

function compareSteps(left: readonly Turn[], right: readonly Turn[]): readonly PairStep[] {
  return left.flatMap((mine) => {
    const other = right.find(({ step }) => step === mine.step);
    if (other === undefined) return [];
    const fields = compareRequests(sentIn(mine), sentIn(other));
    return [
      { step: mine.step, fields, equivalent: isEquivalent(fields), leftText: textIn(mine), rightText: textIn(other) },
    ];
  });
}

function sentIn({ request, leftOut, reply }: Turn) {
  return { request, warnings: [...leftOut, ...reply.warnings] };
}

/** Text and calls: a reply that calls a tool is not one that says nothing. */
function textIn({ reply }: Turn): string | null {
  const calls = toolCallsOf(reply).map(({ name, argumentsText }) => `calls ${name ?? "?"}(${argumentsText ?? ""})`);
  const said = [visibleTextOf(reply), ...calls].filter((text) => text !== "");
  return said.length === 0 ? null : said.join(" · ");
}
