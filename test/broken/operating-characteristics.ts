import {
  claimOfSample,
  defaultRule,
  excludes,
  type SequentialRule,
} from "../../src/verdict/statistics/sequential-test.js";
import type { Sample } from "../../src/verdict/statistics/statistics.js";
import type { Claim } from "../../src/verdict/verdict.js";

/** How a sequential test behaves at one true failure rate: the probability of each claim, and the number of trials. */
export type Characteristic = {
  readonly rate: number;
  readonly claims: { readonly [claim in Claim]: number };
  readonly meanTrials: number;
  readonly percentile95: number;
  /** The probability that each printed bound, taken alone, holds. */
  readonly coverage: { readonly lower: number; readonly upper: number };
};

/** A state that the test can be in: its sample, and whether a bound has ever excluded the true rate. */
type State = {
  readonly sample: Sample;
  readonly wasDecided: boolean;
  readonly missedLow: boolean;
  readonly missedHigh: boolean;
};

type Stop = { readonly trials: number; readonly claim: Claim; readonly state: State; readonly probability: number };

/**
 * Computes the characteristics at one rate exactly, by summing over the ways in which the test can stop, without simulation. Throws RangeError for a rate outside [0, 1].
 */
export function characteristicAt(rate: number, rule: SequentialRule = defaultRule): Characteristic {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`${rate} is not a rate`);
  const stops = stopsAt(rate, rule);
  const claims = { pass: 0, fail: 0, flaky: 0, inconclusive: 0 };
  for (const { claim, probability } of stops) claims[claim] += probability;
  const total = (weight: (stop: Stop) => number) =>
    stops.reduce((sum, stop) => sum + stop.probability * weight(stop), 0);
  return {
    rate,
    claims,
    meanTrials: total(({ trials }) => trials),
    percentile95: percentile(stops, 0.95),
    coverage: {
      lower: total(({ state }) => (state.missedLow ? 0 : 1)),
      upper: total(({ state }) => (state.missedHigh ? 0 : 1)),
    },
  };
}

function stopsAt(rate: number, rule: SequentialRule): readonly Stop[] {
  const stops: Stop[] = [];
  const start: State = { sample: { bad: 0, eligible: 0 }, wasDecided: false, missedLow: false, missedHigh: false };
  let open = new Map<string, { readonly state: State; readonly probability: number }>([
    ["", { state: start, probability: 1 }],
  ]);
  for (let trials = 1; trials <= rule.cap && open.size > 0; trials += 1) {
    const next: typeof open = new Map();
    for (const { state: before, probability: reached } of open.values()) {
      for (const isBad of [true, false]) {
        const probability = reached * (isBad ? rate : 1 - rate);
        if (probability === 0) continue;
        const state = step(before, isBad, { rate, rule });
        const claim = claimOfSample(state.sample, before.wasDecided, rule);
        if (claim !== null) stops.push({ trials, claim, state, probability });
        else {
          const key = JSON.stringify([state.sample.bad, state.wasDecided, state.missedLow, state.missedHigh]);
          next.set(key, { state, probability: probability + (next.get(key)?.probability ?? 0) });
        }
      }
    }
    open = next;
  }
  return stops;
}

function step(
  { sample, missedLow, missedHigh }: State,
  isBad: boolean,
  { rate, rule }: { readonly rate: number; readonly rule: SequentialRule },
): State {
  const next = { bad: sample.bad + (isBad ? 1 : 0), eligible: sample.eligible + 1 };
  const inside = rate > 0 && rate < 1;
  return {
    sample: next,
    wasDecided: excludes(next, { is: "above", rate: rule.acceptable }, rule),
    missedLow: missedLow || (inside && excludes(next, { is: "above", rate }, rule)),
    missedHigh: missedHigh || (inside && excludes(next, { is: "below", rate }, rule)),
  };
}

function percentile(stops: readonly Stop[], share: number): number {
  let sum = 0;
  for (const { trials, probability } of [...stops].sort((a, b) => a.trials - b.trials)) {
    sum += probability;
    if (sum >= share - 1e-9) return trials;
  }
  return stops.at(-1)?.trials ?? 0;
}
