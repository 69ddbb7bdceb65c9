import type { Model } from "../hypotheses/model.js";
import type { Counts, Trial } from "./counts.js";
import { boundOf, type Fit, fitConstant, fitFault, logLikelihoodOf, type Tally } from "./rates.js";

/**
 * What is believed after some trials. `weights`: the probability of each hypothesis of the model; "no factor, no place" stands for a
 * fault that nothing touched. Beside them: `low` (no fault), and `upstreams` (each alone at fault, or each alone free of it).
 * `fits`: for each hypothesis what it makes of the calls; those with equal counts share one.
 */
export type Belief = {
  readonly weights: Float64Array;
  readonly fits: readonly Fit[];
  readonly low: number;
  readonly high: number;
  readonly upstream: number;
  readonly constantRates: { readonly low: number; readonly high: number };
};

/** Hypotheses of less probability are left out of what is expected of a call. */
export const negligible = 1e-7;

const priorLow = 0.06;
const priorUpstreams = 0.04;

/** A hypothesis so far below the likeliest one, in logarithms, weighs nothing: all of them together are less than a rounding error. */
const weightless = -46;

/** The fit of a hypothesis that weighs next to nothing. */
const hopeless: Fit = { logLikelihood: Number.NEGATIVE_INFINITY, once: 0, twice: 0, never: 0 };

/** The probability of every hypothesis. Those below {@link negligible} get no fit of their own, and hopeless ones the probability 0. */
export function believe(model: Model, counts: Counts, trials: readonly Trial[]): Belief {
  const { logPriors, constant } = model;
  const size = logPriors.length;
  const weights = new Float64Array(size);
  const numberOf = numberedCounts(counts);
  const numbers = new Int32Array(size);
  const logs: number[] = [];
  const bound = boundOf(counts);
  const [low, high] = [fitConstant(counts.bad, counts.all, "low"), fitConstant(counts.bad, counts.all, "high")];
  const upstreams = upstreamFits(trials).map((fit, _, of) => Math.log(priorUpstreams / of.length) + fit);
  const ofLow = Math.log(priorLow) + low.logLikelihood;
  const ofConstant = (logPriors[constant] ?? 0) + high.logLikelihood;
  let top = Math.max(ofLow, ofConstant, ...upstreams);
  for (let index = 0; index < size; index += 1) {
    const prior = logPriors[index] ?? 0;
    if (prior + bound(index) < top + weightless) {
      weights[index] = Number.NEGATIVE_INFINITY;
      continue;
    }
    const number = numberOf(index);
    if (number === logs.length) logs.push(logLikelihoodOf(tallyOf(counts, index)));
    numbers[index] = number;
    const log = prior + (logs[number] ?? 0);
    weights[index] = log;
    if (log > top && index !== constant) top = log;
  }
  weights[constant] = ofConstant;
  let total = Math.exp(ofLow - top) + upstreams.reduce((sum, log) => sum + Math.exp(log - top), 0);
  for (let index = 0; index < size; index += 1) {
    const below = (weights[index] ?? 0) - top;
    const weight = below < weightless ? 0 : Math.exp(below);
    weights[index] = weight;
    total += weight;
  }
  for (let index = 0; index < size; index += 1) weights[index] = (weights[index] ?? 0) / total;
  const fits = fitsOf(weights, numbers, counts);
  fits[constant] = high;
  return {
    weights,
    fits,
    low: Math.exp(ofLow - top) / total,
    high: weights[constant] ?? 0,
    upstream: upstreams.reduce((sum, log) => sum + Math.exp(log - top) / total, 0),
    constantRates: { low: low.once, high: high.once },
  };
}

/** The fits of the hypotheses that are worth one; hypotheses with equal counts share theirs. */
function fitsOf(weights: Float64Array, numbers: Int32Array, counts: Counts): Fit[] {
  const known: Fit[] = [];
  const fits: Fit[] = [];
  for (let hypothesis = 0; hypothesis < weights.length; hypothesis += 1) {
    if ((weights[hypothesis] ?? 0) < negligible) {
      fits.push(hopeless);
      continue;
    }
    const number = numbers[hypothesis] ?? 0;
    const fit = known[number] ?? fitFault(tallyOf(counts, hypothesis));
    known[number] = fit;
    fits.push(fit);
  }
  return fits;
}

/** Numbers the different counts in the order in which they come; hypotheses with equal counts have one number. */
function numberedCounts({ onceBad, once, twiceBad, twice, bad, all }: Counts): (hypothesis: number) => number {
  const width = bad + 1;
  const [ones, twos] = [numbering((all + 1) * width), numbering((all + 1) * width)];
  const known = new Map<number, number>();
  return (hypothesis) => {
    const one = ones((once[hypothesis] ?? 0) * width + (onceBad[hypothesis] ?? 0));
    const two = twos((twice[hypothesis] ?? 0) * width + (twiceBad[hypothesis] ?? 0));
    const key = two * mostOnes + one;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, known.size);
    return known.size - 1;
  };
}

/** More than there are different counts of `once`: keys stay small whole numbers, which a map finds fast. */
const mostOnes = 2 ** 16;

/** Numbers what comes, from 0 on. */
function numbering(size: number): (index: number) => number {
  const numbers = new Int32Array(size).fill(-1);
  let next = 0;
  return (index) => {
    const before = numbers[index] ?? -1;
    if (before >= 0) return before;
    numbers[index] = next;
    next += 1;
    return next - 1;
  };
}

function tallyOf({ onceBad, once, twiceBad, twice, bad, all }: Counts, hypothesis: number): Tally {
  const [k1, n1] = [onceBad[hypothesis] ?? 0, once[hypothesis] ?? 0];
  const [k2, n2] = [twiceBad[hypothesis] ?? 0, twice[hypothesis] ?? 0];
  return { onceBad: k1, once: n1, twiceBad: k2, twice: n2, neverBad: bad - k1 - k2, never: all - n1 - n2 };
}

/** Where the failing place has several upstreams: each of them alone at fault; of three and more, each alone free of it. */
function upstreamFits(trials: readonly Trial[]): readonly number[] {
  const here = new Set(trials.flatMap(({ upstream, place }) => (place === 0 && upstream !== null ? [upstream] : [])));
  if (here.size < 2) return [];
  const bad = trials.filter(({ isBad }) => isBad).length;
  return [...here].flatMap((upstream) =>
    (here.size > 2 ? [true, false] : [true]).map((isAtFault) => {
      const active = trials.filter((trial) => (trial.upstream === upstream) === isAtFault);
      const onceBad = active.filter(({ isBad }) => isBad).length;
      const tally = {
        onceBad,
        once: active.length,
        twiceBad: 0,
        twice: 0,
        neverBad: bad - onceBad,
        never: trials.length - active.length,
      };
      return fitFault(tally).logLikelihood;
    }),
  );
}
