import type { Model } from "../hypotheses/model.js";
import { badOfAll, type Counts, type Trial } from "./counts.js";
import { numberedCounts } from "./numbered-counts.js";
import { type Fit, fitConstant, fitFault, logLikelihoodOf } from "./rates.js";

/**
 * What is believed after some trials. `weights`: the probability of each hypothesis of the model; "no factor, no place" stands for a
 * fault that nothing touched. `ofRequests`: the same summed for each request part. `awake`: the request parts that weigh something; the
 * hypotheses of all others have 0. Beside them: `low` (no fault), `high` (that of "no
 * factor, no place"), and `upstream` (each upstream alone at fault, or alone free of it). `numbers`: hypotheses that make the same of the calls
 * have one number, from 0 to `kinds`; `fitOf` says what that is.
 */
export type Belief = {
  readonly weights: Float64Array;
  readonly ofRequests: Float64Array;
  readonly awake: Int32Array;
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

/** The probability of every hypothesis. It keeps in the counts what each request part may weigh at most from now on. */
export function believe(model: Model, counts: Counts, trials: readonly Trial[]): Belief {
  const { constant, places } = model;
  const { total: calls } = counts;
  const [low, high] = [fitConstant(calls, "low"), fitConstant(calls, "high")];
  const upstreams = upstreamFits(trials);
  const awake = awakeParts(model, counts, Math.max(Math.log(priorLow) + low.logLikelihood, heaviest(model, counts)));
  const { numbers, once, twice } = numberedCounts(counts, awake, places.length);
  const count = once.length;
  // The constant fails at one rate, whatever is changed: its counts are those of others, and what it makes of them is not.
  numbers[constant] = count;
  const likelihoods = new Float64Array(count + 1);
  let top = Math.max(low.logLikelihood, high.logLikelihood, ...upstreams);
  for (let number = 0; number < count; number += 1) {
    const [one, two] = [once[number] ?? 0, twice[number] ?? 0];
    const log = logLikelihoodOf(one, two, calls - one - two);
    likelihoods[number] = log;
    if (log > top) top = log;
  }
  likelihoods[count] = high.logLikelihood;
  for (let number = 0; number <= count; number += 1) likelihoods[number] = Math.exp((likelihoods[number] ?? 0) - top);
  const { weights, ofRequests, sum } = weigh(model, counts, { awake, numbers, likelihoods, top });
  const ofLow = priorLow * Math.exp(low.logLikelihood - top);
  const ofUpstreams = upstreams.map((log) => (priorUpstreams / upstreams.length) * Math.exp(log - top));
  const total = sum + ofLow + sumOf(ofUpstreams);
  divide(weights, total);
  divide(ofRequests, total);
  const fits: (Fit | undefined)[] = [];
  fits[count] = high;
  return {
    ...{ weights, ofRequests, awake },
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

/** The logarithm of the share of the heaviest hypothesis below which a request part is left out, all of them together being less than a millionth. */
const margin = 25;

/**
 * The request parts that may weigh something, in their order. A likelihood falls with each call, whatever it shows: a part weighs no
 * more than when it was last computed, and as long as that is too little against `least`, which something is known to weigh, it sleeps.
 */
function awakeParts({ constant, places }: Model, { bounds }: Counts, least: number): Int32Array {
  const awake: number[] = [];
  const always = Math.floor(constant / places.length);
  for (let part = 0; part < bounds.length; part += 1)
    if ((bounds[part] ?? 0) >= least - margin || part === always) awake.push(part);
  return Int32Array.from(awake);
}

/** The logarithm of what the hypothesis weighs now that was the heaviest before. */
function heaviest({ priors, constant }: Model, { once, twice, total, best }: Counts): number {
  if (best < 0) return Number.NEGATIVE_INFINITY;
  const [one, two] = [once[best] ?? 0, twice[best] ?? 0];
  const log =
    best === constant ? fitConstant(total, "high").logLikelihood : logLikelihoodOf(one, two, total - one - two);
  return Math.log(priors[best] ?? 0) + log;
}

type Weighing = {
  readonly awake: Int32Array;
  readonly numbers: Int32Array;
  readonly likelihoods: Float64Array;
  /** The logarithm of what the likelihoods are to be multiplied by. */
  readonly top: number;
};

/** Less than this, as a logarithm, is nothing in the numbers of a machine. */
const smallest = -700;

/** Each hypothesis's prior times its likelihood, and the same summed for each request part. */
function weigh({ priors, places }: Model, counts: Counts, { awake, numbers, likelihoods, top }: Weighing) {
  const width = places.length;
  const weights = new Float64Array(priors.length);
  const ofRequests = new Float64Array(counts.bounds.length);
  let [sum, most] = [0, 0];
  for (let at = 0; at < awake.length; at += 1) {
    const part = awake[at] ?? 0;
    let [own, heavy] = [0, 0];
    for (let index = part * width; index < (part + 1) * width; index += 1) {
      const weight = (priors[index] ?? 0) * (likelihoods[numbers[index] ?? 0] ?? 0);
      weights[index] = weight;
      own += weight;
      if (weight > heavy) heavy = weight;
      if (weight > most) {
        most = weight;
        counts.best = index;
      }
    }
    ofRequests[part] = own;
    counts.bounds[part] = top + Math.max(Math.log(heavy), smallest);
    sum += own;
  }
  return { weights, ofRequests, sum };
}

function divide(numbers: Float64Array, by: number): void {
  for (let at = 0; at < numbers.length; at += 1) numbers[at] = (numbers[at] ?? 0) / by;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

/** Where the failing place has several upstreams: each of them alone at fault; of three and more, each alone free of it. */
function upstreamFits(trials: readonly Trial[]): readonly number[] {
  const here = new Set<string>();
  for (const { upstream, place } of trials) if (place === 0 && upstream !== null) here.add(upstream);
  if (here.size < 2) return [];
  const calls = countsOf(trials);
  return [...here].flatMap((upstream) =>
    (here.size > 2 ? [true, false] : [true]).map((isAtFault) => {
      const once = countsOf(trials.filter((trial) => (trial.upstream === upstream) === isAtFault));
      return fitFault({ once, twice: 0, never: calls - once }).logLikelihood;
    }),
  );
}

function countsOf(trials: readonly Trial[]): number {
  return badOfAll(trials.filter(({ isBad }) => isBad).length, trials.length);
}
