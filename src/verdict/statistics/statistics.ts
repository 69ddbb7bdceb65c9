import { remember } from "../remember.js";
import type { Claim } from "../verdict.js";
import { incompleteBeta } from "./incomplete-beta.js";

/** The name of the method of {@link failureInterval}; each bound holds separately with 95 %. */
export const intervalKind = "clopper-pearson one-sided 95 %";

/** The conditions of each claim on the bounds of the failure rate, and on the number of trials. */
export const claimRule = { alpha: 0.05, failAbove: 0.5, passAtMost: 0.1, flakyAbove: 0.02, fewestTrials: 2 } as const;

/** `bad` of `eligible` trials are bad. */
export type Sample = { readonly bad: number; readonly eligible: number };

/**
 * The exact one-sided Clopper–Pearson bounds [low, high] of the failure rate, each at `1 - alpha` (default 95 %).
 * Null without an eligible trial. Throws RangeError when the counts are not whole or `bad` exceeds `eligible`.
 */
export function failureInterval(sample: Sample, alpha: number = claimRule.alpha): readonly [number, number] | null {
  const { bad, eligible } = sample;
  if (!Number.isInteger(bad) || !Number.isInteger(eligible) || bad < 0 || bad > eligible) {
    throw new RangeError(`not a sample: ${bad} bad of ${eligible} eligible`);
  }
  return eligible === 0 ? null : [lowerBound(bad, eligible, alpha), upperBound(bad, eligible, alpha)];
}

/**
 * The claim that a sample of fixed size supports; null with fewer than two trials.
 * `fail`: the failure rate is above 50 % (5 of 5). `pass`: it is at most 10 % (0 of 29).
 * `flaky`: some trials are ok and the rate is above 2 %. Otherwise `inconclusive`.
 *
 * @example
 * claimOf({ bad: 5, eligible: 5 }); // "fail"
 * claimOf({ bad: 0, eligible: 29 }); // "pass"
 */
export function claimOf(sample: Sample): Claim | null {
  const interval = failureInterval(sample);
  if (interval === null || sample.eligible < claimRule.fewestTrials) return null;
  return claimFromBounds(interval, sample);
}

function claimFromBounds([low, high]: readonly [number, number], { bad, eligible }: Sample): Claim {
  if (low > claimRule.failAbove) return "fail";
  if (high <= claimRule.passAtMost) return "pass";
  return low > claimRule.flakyAbove && bad < eligible ? "flaky" : "inconclusive";
}

function lowerBound(bad: number, eligible: number, alpha: number): number {
  if (bad === 0) return 0;
  if (bad === eligible) return alpha ** (1 / eligible);
  return quantile(alpha, bad, eligible - bad + 1);
}

function upperBound(bad: number, eligible: number, alpha: number): number {
  if (bad === eligible) return 1;
  if (bad === 0) return 1 - alpha ** (1 / eligible);
  return quantile(1 - alpha, bad + 1, eligible - bad);
}

/** The x at which I_x(a, b) reaches `probability`. */
function quantile(probability: number, a: number, b: number): number {
  return rememberedQuantile(JSON.stringify([probability, a, b]));
}

/** By bisection: I_x grows with x. The cells of a run repeat the same few counts, each beside hundreds of controls. */
const rememberedQuantile = remember(10_000, (text): number => {
  const [probability, a, b]: readonly [number, number, number] = JSON.parse(text);
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
});
