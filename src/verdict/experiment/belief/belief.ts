import type { Model } from "../hypotheses/model.js";
import { type BadOfAll, badOfAll, type Counts, type Trial } from "./counts.js";
import { numberedCounts } from "./numbered-counts.js";
import { type Fit, fitConstant, fitFault, logLikelihoodOf } from "./rates.js";

/**
 * What is believed after some trials. `weights`: the probability of each hypothesis of the model; "no factor, no place" stands for a
 * fault that nothing touched. `ofRequests`: the same summed for each request part. Beside them: `low` (no fault), `high` (that of "no
 * factor, no place"), and `upstream` (each upstream alone at fault, or alone free of it). `numbers`: hypotheses that make the same of the calls
 * have one number, from 0 to `kinds`; `fitOf` says what that is.
 */
export type Belief = {
  readonly weights: Float64Array;
  readonly ofRequests: Float64Array;
  readonly numbers: Int32Array;
  readonly kinds: number;
  readonly fitOf: (number: number) => Fit;
  readonly low: number;
  readonly high: number;
  readonly upstream: number;
  readonly constantRates: { readonly low: number; readonly high: number };
};

/** Hypotheses of less probability are left out of what is expected of a call. */
export const negligible = 1e-7;

const priorLow = 0.06;
const priorUpstreams = 0.04;

/** The probability of every hypothesis. */
export function believe(model: Model, counts: Counts, trials: readonly Trial[]): Belief {
  const { priors, constant, places } = model;
  const { total: calls } = counts;
  const { numbers, once, twice } = numberedCounts(counts);
  const count = once.length;
  // The constant fails at one rate, whatever is changed: its counts are those of others, and what it makes of them is not.
  numbers[constant] = count;
  const [low, high] = [fitConstant(calls, "low"), fitConstant(calls, "high")];
  const upstreams = upstreamFits(trials);
  const likelihoods = new Float64Array(count + 1);
  for (let number = 0; number < count; number += 1) {
    const [one, two] = [once[number] ?? 0, twice[number] ?? 0];
    likelihoods[number] = logLikelihoodOf(one, two, calls - one - two);
  }
  likelihoods[count] = high.logLikelihood;
  let top = Math.max(low.logLikelihood, ...upstreams);
  for (const log of likelihoods) if (log > top) top = log;
  for (let number = 0; number <= count; number += 1) likelihoods[number] = Math.exp((likelihoods[number] ?? 0) - top);
  const ofLow = priorLow * Math.exp(low.logLikelihood - top);
  const ofUpstreams = upstreams.map((log) => (priorUpstreams / upstreams.length) * Math.exp(log - top));
  const weights = new Float64Array(priors.length);
  let total = ofLow + sumOf(ofUpstreams);
  for (let index = 0; index < weights.length; index += 1) {
    const weight = (priors[index] ?? 0) * (likelihoods[numbers[index] ?? 0] ?? 0);
    weights[index] = weight;
    total += weight;
  }
  const fits: (Fit | undefined)[] = [];
  fits[count] = high;
  return {
    ...{ weights, ofRequests: normalised(weights, total, places.length) },
    ...{ numbers, kinds: count + 1 },
    fitOf: (number) => {
      const before = fits[number];
      if (before !== undefined) return before;
      const [one, two] = [once[number] ?? 0, twice[number] ?? 0];
      const fit = fitFault({ once: one, twice: two, never: calls - one - two });
      fits[number] = fit;
      return fit;
    },
    low: ofLow / total,
    high: weights[constant] ?? 0,
    upstream: sumOf(ofUpstreams) / total,
    constantRates: { low: low.once, high: high.once },
  };
}

/** Divides the weights by their total, and sums them by request part. */
function normalised(weights: Float64Array, total: number, places: number): Float64Array {
  const sums = new Float64Array(weights.length / places);
  for (let request = 0, at = 0; request < sums.length; request += 1) {
    let sum = 0;
    for (const end = at + places; at < end; at += 1) {
      const weight = (weights[at] ?? 0) / total;
      weights[at] = weight;
      sum += weight;
    }
    sums[request] = sum;
  }
  return sums;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/**
 * Where the failing place has several upstreams: each of them alone at fault; of three and more, each alone free of it. An upstream is
 * taken with the model that it served, and by its name for every model: what fails in a service may fail for all that it serves. Those
 * that make the same of the calls are one.
 */
function upstreamFits(trials: readonly Trial[]): readonly number[] {
  const here = new Set<string>();
  for (const { upstream, place } of trials) if (place === 0 && upstream !== null) here.add(upstream);
  if (here.size < 2) return [];
  const calls = countsOf(trials);
  const expected = new Set([
    ...failuresExpected(trials, here, (upstream) => upstream),
    ...failuresExpected(trials, here, serviceOf),
  ]);
  return [...expected].map((once) => fitFault({ once, twice: 0, never: calls - once }).logLikelihood);
}

/** The counts of the calls that fail where one upstream of the failing place is at fault, or free of it, by the names that `nameOf` gives. */
function failuresExpected(
  trials: readonly Trial[],
  here: ReadonlySet<string>,
  nameOf: (upstream: string) => string | null,
): readonly BadOfAll[] {
  const names = new Set([...here].map(nameOf).filter((name) => name !== null));
  if (names.size < 2) return [];
  const named = trials.map((trial) => ({ trial, name: trial.upstream === null ? null : nameOf(trial.upstream) }));
  return [...names].flatMap((one) =>
    (names.size > 2 ? [true, false] : [true]).map((isAtFault) =>
      countsOf(named.flatMap(({ trial, name }) => ((name === one) === isAtFault ? [trial] : []))),
    ),
  );
}

/** The name of an upstream without that of the model after it; null: it names one of them only. */
function serviceOf(upstream: string): string | null {
  const end = upstream.lastIndexOf(" ");
  return end === -1 ? null : upstream.slice(0, end);
}

function countsOf(trials: readonly Trial[]): BadOfAll {
  return badOfAll(trials.filter(({ isBad }) => isBad).length, trials.length);
}
