/** A number for each of several rates, to be multiplied by e^scale; the largest is about 1. */
export type Scaled = { readonly scale: number; readonly values: Float64Array };

/**
 * The likelihoods of `bad` of `all` calls under fixed rates, as `shape` turns them into the numbers that are wanted. What was once
 * computed is kept, since hypotheses share most counts.
 */
export function likelihoodTable(
  rates: readonly number[],
  shape: (likelihoods: Float64Array) => Float64Array = (likelihoods) => likelihoods,
): (bad: number, all: number) => Scaled {
  const logs = rates.map((rate) => [Math.log(rate), Math.log1p(-rate)] as const);
  const known: Scaled[][] = [];
  return (bad, all) => {
    while (known.length <= all) known.push([]);
    const row = known[all] ?? [];
    const before = row[bad];
    if (before !== undefined) return before;
    const values = Float64Array.from(logs, ([ofBad, ofOk]) => bad * ofBad + (all - bad) * ofOk);
    const scale = Math.max(...values);
    const made = { scale, values: shape(values.map((log) => Math.exp(log - scale))) };
    row[bad] = made;
    return made;
  };
}

/** Rows for up to `all` calls and perhaps more: by the number of bad ones, the logarithm of the likelihood under the best of the rates. */
export function bestLikelihoods(rates: readonly number[]): (all: number) => readonly Float64Array[] {
  const logs = rates.map((rate) => [Math.log(rate), Math.log1p(-rate)] as const);
  const rows: Float64Array[] = [];
  return (all) => {
    for (let calls = rows.length; calls <= all; calls += 1) {
      rows.push(
        Float64Array.from({ length: calls + 1 }, (_, bad) =>
          Math.max(...logs.map(([ofBad, ofOk]) => bad * ofBad + (calls - bad) * ofOk)),
        ),
      );
    }
    return rows;
  };
}
