import type { Claim } from "../verdict.js";
import type { Sample } from "./statistics.js";

/**
 * What a sequential test decides between. `acceptable` and `unacceptable` are failure rates; each error, calling an
 * acceptable cell flaky or an unacceptable one passing, has at most the probability `alpha`. `cap`: trials at most.
 */
export type SequentialRule = {
  readonly acceptable: number;
  readonly unacceptable: number;
  readonly alpha: number;
  readonly cap: number;
};

/** The rule of `--trials auto`. */
export const defaultRule: SequentialRule = { acceptable: 0.02, unacceptable: 0.1, alpha: 0.05, cap: 200 };

/** `fail` needs the failure rate above this. */
const failAbove = 0.5;

/** The name of the interval's method. Each bound holds separately, however often the trials are examined. */
export function sequentialIntervalKind({ alpha }: SequentialRule): string {
  return `always-valid one-sided ${100 * (1 - alpha)} %`;
}

/** The state of a test. `claim` null: it needs more trials. `interval`: of the failure rate, [low, high]. */
export type SequentialState = {
  readonly sample: Sample;
  readonly claim: Claim | null;
  readonly interval: readonly [number, number];
};

/**
 * Reads outcomes (true: bad) in order until the rule stops; later outcomes are ignored.
 *
 * The test is Wald's sequential probability ratio test with the thresholds ln(1/alpha) on both sides: the ratio of the
 * likelihoods of two rates is a martingale under the rate in the denominator, so that by Ville's inequality it ever exceeds
 * 1/alpha with a probability of at most alpha, wherever the test stops (Wald 1945; Ville 1939). One bad trial never stops it:
 * its ratio is 5, and 20 is needed. `flaky`: decided for the unacceptable rate. While every trial is bad, the test continues
 * to find out whether the claim is `fail`.
 *
 * The bounds invert the same test: a rate is excluded once the ratio against it has exceeded 1/alpha, for the alternative
 * whose odds ratio to it equals that of the unacceptable and the acceptable rate. So the printed lower bound is above
 * `acceptable` exactly when the claim is flaky or fail, the upper bound is below `unacceptable` exactly when it is pass, and
 * the lower bound is above one half exactly when it is fail.
 *
 * @example
 * const { claim, interval } = sequentialTest(outcomes, { acceptable: 0.02, unacceptable: 0.1, alpha: 0.05, cap: 200 });
 * if (claim === null) askAgain();
 */
export function sequentialTest(outcomes: Iterable<boolean>, rule: SequentialRule = defaultRule): SequentialState {
  const { samples, claim } = readUntilClaimed(outcomes, rule);
  return { sample: samples.at(-1) ?? { bad: 0, eligible: 0 }, claim, interval: intervalOf(samples, rule) };
}

/** The claim of {@link sequentialTest} alone, without the bounds, which cost nearly all of its time. */
export function sequentialClaim(outcomes: Iterable<boolean>, rule: SequentialRule): Claim | null {
  return readUntilClaimed(outcomes, rule).claim;
}

function readUntilClaimed(outcomes: Iterable<boolean>, rule: SequentialRule) {
  const samples: Sample[] = [];
  let claim: Claim | null = null;
  for (const isBad of outcomes) {
    if (claim !== null) break;
    const { bad, eligible } = samples.at(-1) ?? { bad: 0, eligible: 0 };
    samples.push({ bad: bad + (isBad ? 1 : 0), eligible: eligible + 1 });
    claim = claimAfter(samples, rule);
  }
  return { samples, claim };
}

/** A statement about the failure rate. */
type Statement = { readonly is: "above" | "below"; readonly rate: number };

/** True when the sample shows that the failure rate is above or below the stated rate. */
export function excludes(sample: Sample, { is, rate }: Statement, rule: SequentialRule): boolean {
  const shift = oddsRatio(rule);
  return (
    likelihoodRatio(sample, { rate, against: shifted(rate, is === "above" ? shift : 1 / shift) }) >= 1 / rule.alpha
  );
}

/** The claim that a sample supports; null: continue. `wasDecided`: an earlier sample had excluded the acceptable rate. */
export function claimOfSample(sample: Sample, wasDecided: boolean, rule: SequentialRule): Claim | null {
  if (excludes(sample, { is: "above", rate: failAbove }, rule)) return "fail";
  if (excludes(sample, { is: "below", rate: rule.unacceptable }, rule)) return "pass";
  const isCapped = sample.eligible >= rule.cap;
  if (wasDecided || excludes(sample, { is: "above", rate: rule.acceptable }, rule)) {
    return sample.bad === sample.eligible && !isCapped ? null : "flaky";
  }
  return isCapped ? "inconclusive" : null;
}

function claimAfter(samples: readonly Sample[], rule: SequentialRule): Claim | null {
  const [before, last] = samples.slice(-2);
  if (last === undefined) return before === undefined ? null : claimOfSample(before, false, rule);
  // The test continues after its decision only while every trial is bad.
  const wasDecided = before !== undefined && excludes(before, { is: "above", rate: rule.acceptable }, rule);
  return claimOfSample(last, wasDecided, rule);
}

/** An excluded rate stays excluded: the bounds are the tightest over all samples so far. */
function intervalOf(samples: readonly Sample[], rule: SequentialRule): readonly [number, number] {
  let [low, high] = [0, 1];
  for (const sample of samples) {
    const bounds = sequentialBounds(sample, rule);
    low = Math.max(low, bounds[0]);
    high = Math.min(high, bounds[1]);
  }
  return [low, high];
}

/** The bounds [low, high] of the failure rate that one sample shows, wherever the trials were stopped; see {@link sequentialTest}. */
export function sequentialBounds(sample: Sample, rule: SequentialRule): readonly [number, number] {
  const low = excludedUpTo((rate) => excludes(sample, { is: "above", rate }, rule));
  return [low, 1 - excludedUpTo((left) => excludes(sample, { is: "below", rate: 1 - left }, rule))];
}

/** The odds ratio of the unacceptable and the acceptable rate. */
function oddsRatio({ acceptable, unacceptable }: SequentialRule): number {
  return unacceptable / (1 - unacceptable) / (acceptable / (1 - acceptable));
}

/** The rate whose odds are `by` times those of `rate`. */
function shifted(rate: number, by: number): number {
  const odds = (rate / (1 - rate)) * by;
  return odds / (1 + odds);
}

/** The likelihood of the sample under `against`, over that under `rate`. */
function likelihoodRatio(
  { bad, eligible }: Sample,
  { rate, against }: { readonly rate: number; readonly against: number },
): number {
  const good = eligible - bad;
  return Math.exp(bad * Math.log(against / rate) + good * Math.log((1 - against) / (1 - rate)));
}

/** The largest excluded rate in (0, 1), by bisection, if every rate below an excluded one is excluded too; 0 without one. */
function excludedUpTo(isExcluded: (rate: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (isExcluded(middle)) low = middle;
    else high = middle;
  }
  return low;
}
