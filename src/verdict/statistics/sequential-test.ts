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

export const defaultRule: SequentialRule = { acceptable: 0.02, unacceptable: 0.1, alpha: 0.05, cap: 200 };

/** `fail` needs the failure rate above this. */
const failAbove = 0.5;

/** How the two numbers of the interval were made; they hold however often one has looked, each on its own. */
export function sequentialIntervalKind({ alpha }: SequentialRule): string {
  return `always-valid one-sided ${100 * (1 - alpha)} %`;
}

/** A test under way: `claim` null: go on asking. The interval is of the failure rate, [low, high]. */
export type SequentialState = {
  readonly sample: Sample;
  readonly claim: Claim | null;
  readonly interval: readonly [number, number];
};

/**
 * Looks at outcomes (true: bad) in the order in which they came, and stops by the rule; what comes after is not looked at.
 *
 * The test is Wald's sequential probability ratio test with the thresholds ln(1/alpha) on both sides: the ratio of the
 * likelihoods of two rates is a martingale under the one below, so that by Ville's inequality it ever exceeds 1/alpha with
 * a probability of at most alpha, wherever one stops (Wald 1945; Ville 1939). One bad trial never stops it: its ratio is 5,
 * and 20 are needed. `flaky`: decided for the unacceptable rate. While every trial is bad it goes on, to see whether the
 * cell is `fail`.
 *
 * The bounds invert the same test: a rate is excluded once the ratio against it has exceeded 1/alpha, for the alternative
 * whose odds are as far from it as the unacceptable rate's are from the acceptable one's. So the printed lower bound is above
 * `acceptable` exactly when the claim is flaky or fail, the upper one below `unacceptable` exactly when it is pass, and the
 * lower one above one half exactly when it is fail.
 */
export function sequentialTest(outcomes: Iterable<boolean>, rule: SequentialRule = defaultRule): SequentialState {
  const samples: Sample[] = [];
  let sample: Sample = { bad: 0, eligible: 0 };
  let claim: Claim | null = null;
  for (const isBad of outcomes) {
    if (claim !== null) break;
    sample = { bad: sample.bad + (isBad ? 1 : 0), eligible: sample.eligible + 1 };
    samples.push(sample);
    claim = claimAfter(samples, rule);
  }
  return { sample, claim, interval: intervalOf(samples, rule) };
}

/** A statement about the failure rate. */
type Statement = { readonly is: "above" | "below"; readonly rate: number };

/** True once the sample shows that the failure rate is above (`above`) or below (`below`) the stated one. */
export function excludes(sample: Sample, { is, rate }: Statement, rule: SequentialRule): boolean {
  const apart = oddsRatio(rule);
  return ratio(sample, { rate, against: shifted(rate, is === "above" ? apart : 1 / apart) }) >= 1 / rule.alpha;
}

/** The claim that a sample carries by itself; null: go on. `wasDecided`: an earlier sample was decided for `unacceptable`. */
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
  // Only a row of nothing but bad trials is followed beyond its decision.
  const wasDecided = before !== undefined && excludes(before, { is: "above", rate: rule.acceptable }, rule);
  return claimOfSample(last, wasDecided, rule);
}

/** What was once excluded stays so: the bounds are the tightest of all that were seen. */
function intervalOf(samples: readonly Sample[], rule: SequentialRule): readonly [number, number] {
  let [low, high] = [0, 1];
  for (const sample of samples) {
    low = Math.max(
      low,
      excludedUpTo((rate) => excludes(sample, { is: "above", rate }, rule)),
    );
    high = Math.min(high, 1 - excludedUpTo((left) => excludes(sample, { is: "below", rate: 1 - left }, rule)));
  }
  return [low, high];
}

/** Of the two rates' odds. */
function oddsRatio({ acceptable, unacceptable }: SequentialRule): number {
  return unacceptable / (1 - unacceptable) / (acceptable / (1 - acceptable));
}

function shifted(rate: number, by: number): number {
  const odds = (rate / (1 - rate)) * by;
  return odds / (1 + odds);
}

/** The likelihood of the sample under `against`, over that under `rate`. */
function ratio(
  { bad, eligible }: Sample,
  { rate, against }: { readonly rate: number; readonly against: number },
): number {
  const good = eligible - bad;
  return Math.exp(bad * Math.log(against / rate) + good * Math.log((1 - against) / (1 - rate)));
}

/** The largest rate in (0, 1) that is excluded, by bisection: what excludes a rate excludes every lower one. 0: none is. */
function excludedUpTo(isExcluded: (rate: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < 40; turn += 1) {
    const middle = (low + high) / 2;
    if (isExcluded(middle)) low = middle;
    else high = middle;
  }
  return low;
}
