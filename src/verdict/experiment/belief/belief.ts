import type { Model } from "../hypotheses/model.js";
import type { Counts, Trial } from "./counts.js";
import { type Fit, fitBound, fitConstant, fitFault, type Tally } from "./rates.js";

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

/** The fit of a hypothesis that weighs nothing. */
const impossible: Fit = { logLikelihood: Number.NEGATIVE_INFINITY, once: 0, twice: 0, never: 0 };

/** The probability of every hypothesis; 0 for those that are hopeless, which get no fit of their own. */
export function believe(model: Model, counts: Counts, trials: readonly Trial[]): Belief {
  const { logPriors, constant } = model;
  const { onceBad, once, twiceBad, twice, bad, all } = counts;
  const size = logPriors.length;
  const weights = new Float64Array(size);
  const fitOf = rememberFits(counts);
  const boundOf = fitBound(bad, all);
  const [low, high] = [fitConstant(bad, all, "low"), fitConstant(bad, all, "high")];
  const upstreams = upstreamFits(trials).map((fit, _, of) => Math.log(priorUpstreams / of.length) + fit);
  const ofLow = Math.log(priorLow) + low.logLikelihood;
  let top = Math.max(ofLow, (logPriors[constant] ?? 0) + high.logLikelihood, ...upstreams);
  const fits: Fit[] = [];
  for (let index = 0; index < size; index += 1) {
    const prior = logPriors[index] ?? 0;
    const tally = {
      onceBad: onceBad[index] ?? 0,
      once: once[index] ?? 0,
      twiceBad: twiceBad[index] ?? 0,
      twice: twice[index] ?? 0,
    };
    const isHopeless = prior + boundOf(tally) < top + weightless;
    const fit = index === constant ? high : isHopeless ? impossible : fitOf(tally);
    fits.push(fit);
    const log = prior + fit.logLikelihood;
    weights[index] = log;
    if (log > top) top = log;
  }
  let total = Math.exp(ofLow - top) + upstreams.reduce((sum, log) => sum + Math.exp(log - top), 0);
  for (let index = 0; index < size; index += 1) {
    const below = (weights[index] ?? 0) - top;
    const weight = below < weightless ? 0 : Math.exp(below);
    weights[index] = weight;
    total += weight;
  }
  for (let index = 0; index < size; index += 1) weights[index] = (weights[index] ?? 0) / total;
  return {
    weights,
    fits,
    low: Math.exp(ofLow - top) / total,
    high: weights[constant] ?? 0,
    upstream: upstreams.reduce((sum, log) => sum + Math.exp(log - top) / total, 0),
    constantRates: { low: low.once, high: high.once },
  };
}

type Reached = Omit<Tally, "neverBad" | "never">;

/** Hypotheses with equal counts share their fit. */
function rememberFits({ bad, all }: Counts): (counts: Reached) => Fit {
  const width = bad + 1;
  // For each count of `once` and `onceBad`: 1 + where its fit stands among those made; 0: not made yet.
  const singles = new Int32Array((all + 1) * width);
  const made: Fit[] = [];
  const doubles = new Map<number, Map<number, Fit>>();
  const fitOf = (counts: Reached) =>
    fitFault({
      ...counts,
      neverBad: bad - counts.onceBad - counts.twiceBad,
      never: all - counts.once - counts.twice,
    });
  return (counts) => {
    const key = counts.once * width + counts.onceBad;
    if (counts.twice === 0) {
      const before = made[(singles[key] ?? 0) - 1];
      if (before !== undefined) return before;
      const fit = fitOf(counts);
      singles[key] = made.push(fit);
      return fit;
    }
    const known = mapAt(doubles, counts.twice * width + counts.twiceBad);
    const before = known.get(key);
    if (before !== undefined) return before;
    const fit = fitOf(counts);
    known.set(key, fit);
    return fit;
  };
}

function mapAt(maps: Map<number, Map<number, Fit>>, key: number): Map<number, Fit> {
  const before = maps.get(key);
  if (before !== undefined) return before;
  const made = new Map<number, Fit>();
  maps.set(key, made);
  return made;
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
