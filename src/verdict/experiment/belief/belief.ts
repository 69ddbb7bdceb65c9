import type { Model } from "../hypotheses/model.js";
import type { Counts, Trial } from "./counts.js";
import { type Fit, fitConstant, fitFault } from "./rates.js";

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

/** The probability of every hypothesis. */
export function believe(model: Model, counts: Counts, trials: readonly Trial[]): Belief {
  const size = model.logPriors.length;
  const weights = new Float64Array(size);
  const fitOf = rememberFits(counts);
  const fits: Fit[] = [];
  const [low, high] = [fitConstant(counts.bad, counts.all, "low"), fitConstant(counts.bad, counts.all, "high")];
  let top = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < size; index += 1) {
    const fit = index === model.constant ? high : fitOf(index);
    fits.push(fit);
    const log = (model.logPriors[index] ?? 0) + fit.logLikelihood;
    weights[index] = log;
    if (log > top) top = log;
  }
  const upstreams = upstreamFits(trials).map((fit, _, all) => Math.log(priorUpstreams / all.length) + fit);
  const ofLow = Math.log(priorLow) + low.logLikelihood;
  top = Math.max(top, ofLow, ...upstreams);
  let total = Math.exp(ofLow - top) + upstreams.reduce((sum, log) => sum + Math.exp(log - top), 0);
  for (let index = 0; index < size; index += 1) {
    const weight = Math.exp((weights[index] ?? 0) - top);
    weights[index] = weight;
    total += weight;
  }
  for (let index = 0; index < size; index += 1) weights[index] = (weights[index] ?? 0) / total;
  return {
    weights,
    fits,
    low: Math.exp(ofLow - top) / total,
    high: weights[model.constant] ?? 0,
    upstream: upstreams.reduce((sum, log) => sum + Math.exp(log - top) / total, 0),
    constantRates: { low: low.once, high: high.once },
  };
}

/** Hypotheses with equal counts share their fit. */
function rememberFits({ onceBad, once, twiceBad, twice, bad, all }: Counts): (hypothesis: number) => Fit {
  const width = bad + 1;
  // For each count of `once` and `onceBad`: 1 + where its fit stands among those made; 0: not made yet.
  const singles = new Int32Array((all + 1) * width);
  const made: Fit[] = [];
  const doubles = new Map<number, Map<number, Fit>>();
  const fitOf = (k1: number, n1: number, k2: number, n2: number) =>
    fitFault({ onceBad: k1, once: n1, twiceBad: k2, twice: n2, neverBad: bad - k1 - k2, never: all - n1 - n2 });
  return (hypothesis) => {
    const [k1, n1, n2] = [onceBad[hypothesis] ?? 0, once[hypothesis] ?? 0, twice[hypothesis] ?? 0];
    const key = n1 * width + k1;
    if (n2 === 0) {
      const before = made[(singles[key] ?? 0) - 1];
      if (before !== undefined) return before;
      const fit = fitOf(k1, n1, 0, 0);
      singles[key] = made.push(fit);
      return fit;
    }
    const k2 = twiceBad[hypothesis] ?? 0;
    const known = mapAt(doubles, n2 * width + k2);
    const before = known.get(key);
    if (before !== undefined) return before;
    const fit = fitOf(k1, n1, k2, n2);
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
