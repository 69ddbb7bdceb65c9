import { stopWhenDecided } from "../../src/library/suite/stop-when-decided.js";
import { compareRates, type RateSide } from "../../src/verdict/statistics/compare-rates.js";
import { defaultRule } from "../../src/verdict/statistics/sequential-test.js";
import type { Claim, Verdict } from "../../src/verdict/verdict.js";
import { fixedSide } from "../support/fixed-side.js";
import { characteristicAt } from "./operating-characteristics.js";
import { type Behaviour, seededCell } from "./seeded-run.js";

/** A failure rate of the simulator, and the fault that causes the failures. */
export type Rate = { readonly rate: number; readonly fault: string };

/** The rates at which the computed behaviour of the test is confirmed by running it. */
export const confirmedRates: readonly Rate[] = [
  { rate: 1, fault: "silent" },
  { rate: 0.4, fault: "stall" },
  { rate: 0.1, fault: "call-as-text" },
  { rate: 0.05, fault: "call-as-text" },
  { rate: 0.02, fault: "call-as-text" },
  { rate: 0, fault: "silent" },
];

export type Confirmed = Rate & {
  readonly runs: number;
  /** The share of the runs that ended in each claim. */
  readonly claims: { readonly [claim in Claim]: number };
  readonly meanTrials: number;
  readonly percentile95: number;
  /** The share of the runs in which each printed bound, taken alone, holds for the rate. */
  readonly coverage: { readonly lower: number; readonly upper: number };
  /** How many pairs of runs, both at this rate, the sequential comparison called different. */
  readonly calledDifferent: { readonly pairs: number; readonly different: number };
};

/** Runs a cell against the simulator until the test decides, once for each of `runs` seeds. */
export async function confirmRate({ rate, fault }: Rate, runs: number): Promise<Confirmed> {
  const verdicts: Verdict[] = [];
  for (let first = 0; first < runs; first += concurrentRuns) {
    const seeds = Array.from({ length: Math.min(concurrentRuns, runs - first) }, (_, index) => first + index + 1);
    verdicts.push(...(await Promise.all(seeds.map((seed) => sequentialCell({ rate, fault }, seed)))));
  }
  const trials = verdicts.map(({ trials: { eligible } }) => eligible).sort((a, b) => a - b);
  const share = (holds: (verdict: Verdict) => boolean) => verdicts.filter(holds).length / runs;
  const claimed = (claim: Claim) => share((verdict) => verdict.claim === claim);
  return {
    ...{ rate, fault, runs },
    claims: {
      pass: claimed("pass"),
      flaky: claimed("flaky"),
      fail: claimed("fail"),
      inconclusive: claimed("inconclusive"),
    },
    meanTrials: trials.reduce((sum, one) => sum + one, 0) / runs,
    percentile95: trials[Math.ceil(0.95 * runs) - 1] ?? 0,
    coverage: {
      lower: share(({ trials: { interval } }) => (interval?.[0] ?? 0) <= rate),
      upper: share(({ trials: { interval } }) => (interval?.[1] ?? 1) >= rate),
    },
    calledDifferent: pairUp(verdicts),
  };
}

/** The differences of more than four standard errors between the runs and the computed values; each a sentence. */
export function disagreements(confirmed: Confirmed): readonly string[] {
  const { rate, runs, claims, calledDifferent, coverage } = confirmed;
  const exact = characteristicAt(rate);
  const error = (p: number, n: number) => 4 * Math.sqrt((p * (1 - p)) / n) + 1 / n;
  const wrong = (["pass", "flaky", "fail", "inconclusive"] as const).filter(
    (claim) => Math.abs(claims[claim] - exact.claims[claim]) > error(exact.claims[claim], runs),
  );
  const { pairs, different } = calledDifferent;
  return [
    ...wrong.map((claim) => `at ${rate} ${claim} in ${claims[claim]}, computed ${exact.claims[claim].toFixed(4)}`),
    ...(Math.abs(confirmed.meanTrials - exact.meanTrials) > (4 * 60) / Math.sqrt(runs)
      ? [`at ${rate} ${confirmed.meanTrials} trials on average, computed ${exact.meanTrials.toFixed(1)}`]
      : []),
    ...(different / pairs > 0.05 + error(0.05, pairs)
      ? [`at ${rate} ${different} of ${pairs} equal pairs differ`]
      : []),
    ...(Math.min(coverage.lower, coverage.upper) < 0.95 - error(0.95, runs) ? [`at ${rate} the bounds miss it`] : []),
  ];
}

/** How many runs go on at once, so that they wait for stalls together. */
const concurrentRuns = 50;

function sequentialCell({ rate, fault }: Rate, seed: number): Promise<Verdict> {
  const rule = stopWhenDecided(defaultRule);
  return seededCell({
    api: "converse-stream",
    scenario: fault === "call-as-text" ? "tool-call" : "response-after-tool",
    behaviour: { faults: rate === 0 ? [] : [faultAt(rate, fault)] },
    // Neighbouring seeds share a part of their hash in the simulator, so they are spread over all numbers.
    seed: Math.imul(seed, 0x9e3779b1) >>> 0,
    trials: defaultRule.cap,
    sequential: defaultRule,
    isSettled: rule.isSettled,
    onTrial: (planned, { transcript }) => rule.add(planned, transcript),
  });
}

function faultAt(probability: number, fault: string): NonNullable<Behaviour["faults"]>[number] {
  const when = { probability };
  if (fault === "stall") return { fault, when };
  return fault === "call-as-text" ? { fault, dialect: "native", when } : { fault: "silent", when };
}

function pairUp(verdicts: readonly Verdict[]): Confirmed["calledDifferent"] {
  let [pairs, different] = [0, 0];
  for (let index = 0; index + 1 < verdicts.length; index += 2) {
    const [left, right] = [verdicts[index], verdicts[index + 1]].map(sideOf);
    if (left === undefined || right === undefined) continue;
    pairs += 1;
    if (compareRates(left, right).state === "different") different += 1;
  }
  return { pairs, different };
}

function sideOf(verdict: Verdict | undefined): RateSide {
  if (verdict === undefined) return fixedSide({ bad: 0, eligible: 0 });
  const { trials, judged } = verdict;
  return { ...trials, stopped: judged.map(({ outcome }) => outcome === "bad") };
}
