import { streamingOf } from "../../chat/api.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import { eligibleOutcomes } from "../judge-cell.js";
import { compareRates, type RateComparison, type RateSide } from "../statistics/compare-rates.js";
import { holmAdjusted } from "../statistics/holm.js";
import { claimRule } from "../statistics/statistics.js";
import type { Verdict } from "../verdict.js";
import { visibleTextOf } from "../visible-text.js";
import {
  compareRead,
  type FieldEquivalence,
  isEquivalent,
  type ReadRequest,
  type ResultForms,
  readRequest,
  resultForms,
  type SentRequest,
} from "./compare-requests.js";
import type { MatrixColumn } from "./matrix-columns.js";
import { placeInMatrix } from "./place-in-matrix.js";

/** One step of a compared pair: the requests field by field, and the replies with their calls. A text of null: an empty reply. */
export type PairStep = {
  readonly step: string;
  readonly fields: readonly FieldEquivalence[];
  readonly equivalent: boolean;
  /** Null: the tool results went out in the same form on both sides, or none is JSON. */
  readonly resultForms: ResultForms | null;
  readonly leftText: string | null;
  readonly rightText: string | null;
};

/**
 * Two columns of one model in one scenario. `rates`: the comparison of their failure rates; null where one side has no eligible
 * trial or authored bytes. `differs`: the two were observed differently, so that the replies are quoted; an observation, not
 * a claim. `steps`: of the first trial of each side that has turns. `isControl` false: several upstreams served one side, which
 * therefore proves nothing about the model.
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
  /** The first transcript with turns of each cell, by {@link placeInMatrix}. */
  readonly transcripts: ReadonlyMap<string, Transcript>;
};

/**
 * Compares every column with the first, and every streaming column with its non-streaming twin (an oracle that needs no second
 * provider), scenario by scenario. Only pairs with trials on both sides are compared.
 */
export function comparePairs({ columns, rows, transcripts }: Input): readonly Pair[] {
  const couples = couplesOf(columns);
  return rows.flatMap(({ scenario, cells }) => {
    const readingOf = createReadings();
    return couples.flatMap(([leftIndex, rightIndex]) => {
      const [left, right] = [columns[leftIndex], columns[rightIndex]];
      const [a, b] = [cells[leftIndex] ?? null, cells[rightIndex] ?? null];
      if (left === undefined || right === undefined || a === null || b === null) return [];
      if (a.judged.length === 0 || b.judged.length === 0) return [];
      return [pairOf({ left, right, a, b, scenario: scenario.id, transcripts, readingOf })];
    });
  });
}

/** What pairs compare of a turn. */
type Reading = { readonly sent: SentRequest; readonly read: ReadRequest; readonly text: string | null };

/** Reads each turn once: the first column of a table is part of most pairs. */
function createReadings(): (turn: Turn) => Reading {
  const made = new Map<Turn, Reading>();
  return (turn) => {
    const known = made.get(turn);
    if (known !== undefined) return known;
    const sent = sentIn(turn);
    const reading = { sent, read: readRequest(sent), text: textIn(turn) };
    made.set(turn, reading);
    return reading;
  };
}

/** Indexes of the columns to compare, left and right. */
function couplesOf(columns: readonly MatrixColumn[]): readonly (readonly [number, number])[] {
  return columns.flatMap((right, index) => {
    if (index === 0) return [];
    const twin = columns.findIndex((left) => left.api !== right.api && isStreamOf(right, left));
    return twin > 0
      ? ([
          [0, index],
          [twin, index],
        ] as const)
      : ([[0, index]] as const);
  });
}

/** True when `stream` is the streaming API of the same model at the same provider. */
function isStreamOf(stream: MatrixColumn, whole: MatrixColumn): boolean {
  const members = ["provider", "providerModelId", "region", "upstreamPin", "client"] as const;
  return stream.api === streamingOf(whole.api) && members.every((member) => stream[member] === whole[member]);
}

/**
 * Corrects the p values of all pairs of a report for the number of comparisons (Holm): a pair stays `different` only where the
 * corrected value is below alpha. Lists and pairs keep their order.
 */
export function correctPairs(lists: readonly (readonly Pair[])[]): readonly (readonly Pair[])[] {
  const compared = lists.flat().flatMap(({ rates }) => rates?.p ?? []);
  const adjusted = [...holmAdjusted(compared)];
  return lists.map((pairs) => pairs.map((pair) => corrected(pair, adjusted)));
}

/** Removes the next corrected value from `adjusted` for a pair that has a p value. */
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
  readonly transcripts: Input["transcripts"];
  readonly readingOf: (turn: Turn) => Reading;
}): Pair {
  const { left, right, a, b, scenario, transcripts, readingOf } = sides;
  const bothEligible = a.trials.eligible > 0 && b.trials.eligible > 0;
  return {
    scenario,
    left,
    right,
    differs: bothEligible && a.observed !== b.observed,
    isControl: Object.keys(a.upstreams).length < 2 && Object.keys(b.upstreams).length < 2,
    rates: bothEligible && !isAuthored(a) && !isAuthored(b) ? compareRates(sideOf(a), sideOf(b)) : null,
    steps: compareSteps(turnsOf(a, transcripts), turnsOf(b, transcripts), readingOf),
  };
}

/** Authored bytes show no vendor's behaviour, so they have no rate. */
function isAuthored({ provenance }: Verdict): boolean {
  return provenance?.source === "authored";
}

function sideOf({ trials, sampling, judged }: Verdict): RateSide {
  const { bad, eligible, interval } = trials;
  return { bad, eligible, interval, stopped: sampling === "sequential" ? eligibleOutcomes(judged) : null };
}

function turnsOf({ cell }: Verdict, transcripts: Input["transcripts"]): readonly Turn[] {
  return transcripts.get(placeInMatrix(cell))?.turns ?? [];
}

function compareSteps(
  left: readonly Turn[],
  right: readonly Turn[],
  readingOf: (turn: Turn) => Reading,
): readonly PairStep[] {
  return left.flatMap((turn) => {
    const { step } = turn;
    const other = right.find((one) => one.step === step);
    if (other === undefined) return [];
    const [a, b] = [readingOf(turn), readingOf(other)];
    const fields = compareRead(a.read, b.read);
    const forms = resultForms(a.sent, b.sent);
    const texts = { leftText: a.text, rightText: b.text };
    return [{ step, fields, equivalent: isEquivalent(fields), resultForms: forms, ...texts }];
  });
}

function sentIn({ request, leftOut, reply }: Turn): SentRequest {
  return { request, warnings: [...leftOut, ...reply.warnings] };
}

/** The reply's text and calls, joined; null for an empty reply. */
function textIn({ reply }: Turn): string | null {
  const calls = toolCallsOf(reply).map(({ name, argumentsText }) => `calls ${name ?? "?"}(${argumentsText ?? ""})`);
  const texts = [visibleTextOf(reply), ...calls].filter((text) => text !== "");
  return texts.length === 0 ? null : texts.join(" · ");
}
