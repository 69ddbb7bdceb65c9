import type { Model } from "../hypotheses/model.js";
import { badOfAll, type Counts, type Trial } from "./counts.js";
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
 * taken with the model that it served, and by its name for every model: what fails in a service may fail for all that it serves.
 */
function upstreamFits(trials: readonly Trial[]): readonly number[] {
  const calls = countsOf(trials);
  const fits = new Map<number, number>();
  for (const nameOf of [(whole: string) => whole, serviceOf]) {
    const named = ({ upstream }: Trial): string | null => (upstream === null ? null : nameOf(upstream));
    const here = new Set(trials.flatMap((trial) => (trial.place === 0 ? (named(trial) ?? []) : [])));
    if (here.size < 2) continue;
    for (const one of here) {
      for (const isAtFault of here.size > 2 ? [true, false] : [true]) {
        const once = countsOf(trials.filter((trial) => (named(trial) === one) === isAtFault));
        fits.set(once, fitFault({ once, twice: 0, never: calls - once }).logLikelihood);
      }
    }
  }
  return [...fits.values()];
}

/** The name of an upstream without that of the model after it; null: it names one of them only. */
function serviceOf(upstream: string): string | null {
  const end = upstream.lastIndexOf(" ");
  return end === -1 ? null : upstream.slice(0, end);
}

function countsOf(trials: readonly Trial[]): number {
  return badOfAll(trials.filter(({ isBad }) => isBad).length, trials.length);
}
