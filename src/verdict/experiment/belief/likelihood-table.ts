import { allIn, type BadOfAll, badIn } from "./counts.js";

/** A number for each of several rates, to be multiplied by e^scale; the largest is about 1. */
export type Scaled = { readonly scale: number; readonly values: Float64Array };

/** The likelihoods of calls under fixed rates, as `shape` turns them into the numbers that are wanted. */
export function likelihoodTable(
  rates: readonly number[],
  shape: (likelihoods: Float64Array) => Float64Array = (likelihoods) => likelihoods,
): (calls: BadOfAll) => Scaled {
  const logs = rates.map((rate) => [Math.log(rate), Math.log1p(-rate)] as const);
  return keptByCounts((calls) => {
    const [bad, all] = [badIn(calls), allIn(calls)];
    const values = Float64Array.from(logs, ([ofBad, ofOk]) => bad * ofBad + (all - bad) * ofOk);
    const scale = Math.max(...values);
    return { scale, values: shape(values.map((log) => Math.exp(log - scale))) };
  });
}

/** The same function, which keeps what it has computed, since hypotheses share most counts. */
export function keptByCounts<Made extends object>(make: (calls: BadOfAll) => Made): (calls: BadOfAll) => Made {
  const known: (Made | undefined)[][] = [];
  return (calls) => {
    while (known.length <= allIn(calls)) known.push([]);
    const row = known[allIn(calls)] ?? [];
    const before = row[badIn(calls)];
    if (before !== undefined) return before;
    const made = make(calls);
    row[badIn(calls)] = made;
    return made;
  };
}
