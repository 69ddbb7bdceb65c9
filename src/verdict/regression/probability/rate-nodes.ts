/** How many failure rates stand for all: enough that a posterior of several thousand trials still covers many of them. */
const count = 512;

/**
 * Failure rates over which posteriors are integrated, equally far apart in φ where rate = sin²φ. In φ Jeffreys' prior is flat, so that
 * the midpoint rule needs no weights but the likelihood's.
 */
export const rateNodes: Float64Array = Float64Array.from(
  { length: count },
  (_, at) => Math.sin(((at + 0.5) * Math.PI) / 2 / count) ** 2,
);

/** ln of each rate, and of one minus each. The rates are symmetrical: `rateNodes[count − 1 − at]` is one minus `rateNodes[at]`. */
const logs = rateNodes.map((rate) => Math.log(rate));

/** The posterior weights of the nodes, after `bad` and `ok` trials; trials of one night are fewer where they resemble each other. */
export function posteriorWeights(bad: number, ok: number): Float64Array {
  const weights = new Float64Array(count);
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at += 1) {
    const log = bad * (logs[at] ?? 0) + ok * (logs[count - 1 - at] ?? 0);
    weights[at] = log;
    if (log > highest) highest = log;
  }
  return normalised(weights, highest);
}

/** Weights that add up to 1, from their logarithms; `highest`: the greatest of them. */
export function normalised(logWeights: Float64Array, highest: number): Float64Array {
  const weights = logWeights.map((log) => Math.exp(log - highest));
  const total = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight) => weight / total);
}
