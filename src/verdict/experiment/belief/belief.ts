import type { Model } from "../hypotheses/model.js";
import type { Counts, Trial } from "./counts.js";
import { type Fit, fitConstant, fitFault, type Tally } from "./rates.js";

/**
 * What is believed after some trials. `weights`: the probability of each hypothesis of the model, without the ones beside it: `low`
 * (no fault), `high` (a fault that nothing touched), and `upstreams` (each upstream alone at fault, or each alone free of it).
 * The hypothesis "no factor, no place" is `high`.
 */
export type Belief = {
  readonly weights: Float64Array;
  readonly fits: readonly Fit[];
  readonly low: number;
  readonly high: number;
  readonly upstreams: readonly { readonly upstream: string; readonly weight: number }[];
  readonly constantRates: { readonly low: number; readonly high: number };
};

const priorLow = 0.06;
const priorUpstreams = 0.04;

/** The probability of every hypothesis. */
export function believe(model: Model, counts: Counts, trials: readonly Trial[]): Belief {
  const fitOf = rememberFits(counts);
  const size = model.requests.length * model.places.length;
  const logs = new Float64Array(size);
  const fits: Fit[] = new Array(size);
  const all: Tally = { onceBad: counts.bad, once: counts.all, twiceBad: 0, twice: 0, neverBad: 0, never: 0 };
  const [low, high] = [fitConstant(all, "low"), fitConstant(all, "high")];
  let hypothesis = 0;
  for (const request of model.requests) {
    for (const place of model.places) {
      const isConstant = request.part.factors.length === 0 && place.cures === 0;
      const fit = isConstant ? high : fitOf(hypothesis);
      fits[hypothesis] = fit;
      logs[hypothesis] = Math.log(request.prior * place.prior) + fit.logLikelihood;
      hypothesis += 1;
    }
  }
  const beside = [Math.log(priorLow) + low.logLikelihood];
  const upstreams = upstreamFits(trials);
  beside.push(...upstreams.map(({ logLikelihood }) => Math.log(priorUpstreams / upstreams.length) + logLikelihood));
  let top = Math.max(...beside);
  for (const log of logs) if (log > top) top = log;
  let total = 0;
  for (const log of [...beside]) total += Math.exp(log - top);
  for (let index = 0; index < size; index += 1) {
    logs[index] = Math.exp((logs[index] ?? 0) - top);
    total += logs[index] ?? 0;
  }
  for (let index = 0; index < size; index += 1) logs[index] = (logs[index] ?? 0) / total;
  const constant = constantHypothesis(model);
  const besideShares = beside.map((log) => Math.exp(log - top) / total);
  return {
    weights: logs,
    fits,
    low: besideShares[0] ?? 0,
    high: logs[constant] ?? 0,
    upstreams: upstreams.map(({ upstream }, index) => ({ upstream, weight: besideShares[index + 1] ?? 0 })),
    constantRates: { low: low.once, high: high.once },
  };
}

/** The number of the hypothesis "no factor, no place". */
export function constantHypothesis({ requests, places }: Model): number {
  const request = requests.findIndex(({ part }) => part.factors.length === 0);
  return request * places.length + places.findIndex(({ cures }) => cures === 0);
}

/** Hypotheses with the same counts fit alike. */
function rememberFits(counts: Counts): (hypothesis: number) => Fit {
  const known = new Map<number, Fit>();
  const width = counts.all + 1;
  return (hypothesis) => {
    const [onceBad, once] = [counts.onceBad[hypothesis] ?? 0, counts.once[hypothesis] ?? 0];
    const [twiceBad, twice] = [counts.twiceBad[hypothesis] ?? 0, counts.twice[hypothesis] ?? 0];
    const key = ((onceBad * width + once) * width + twiceBad) * width + twice;
    const before = known.get(key);
    if (before !== undefined) return before;
    const neverBad = counts.bad - onceBad - twiceBad;
    const fit = fitFault({ onceBad, once, twiceBad, twice, neverBad, never: counts.all - once - twice });
    known.set(key, fit);
    return fit;
  };
}

/** Where the failing place has several upstreams: each of them alone at fault; of three and more, each alone free of it. */
function upstreamFits(
  trials: readonly Trial[],
): readonly { readonly upstream: string; readonly logLikelihood: number }[] {
  const here = new Set(trials.flatMap(({ upstream, place }) => (place === 0 && upstream !== null ? [upstream] : [])));
  if (here.size < 2) return [];
  return [...here].sort().flatMap((upstream) =>
    (here.size > 2 ? [true, false] : [true]).map((isAtFault) => {
      const active = trials.filter((trial) => (trial.upstream === upstream) === isAtFault);
      const onceBad = active.filter(({ isBad }) => isBad).length;
      const neverBad = trials.filter(({ isBad }) => isBad).length - onceBad;
      const tally = {
        onceBad,
        once: active.length,
        twiceBad: 0,
        twice: 0,
        neverBad,
        never: trials.length - active.length,
      };
      return { upstream, logLikelihood: fitFault(tally).logLikelihood };
    }),
  );
}
