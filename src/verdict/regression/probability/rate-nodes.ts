/** How many failure rates stand for all: enough that a posterior of several thousand trials still covers many of them. */
const count = 512;

/**
 * Failure rates over which posteriors are integrated. With rate = sin²φ, Jeffreys' prior is flat in φ; and φ = (π/2)(t − sin(2πt)/2π)
 * crowds the nodes at both ends, where a posterior of few trials has a kink, so that the midpoint rule in t keeps its digits.
 */
const middles = Array.from({ length: count }, (_, at) => (at + 0.5) / count);

/** In ascending order, and symmetrical: `rateNodes[count − 1 − at]` is one minus `rateNodes[at]`. */
export const rateNodes: Float64Array = Float64Array.from(middles, (t) => Math.sin(angle(t)) ** 2);

/** ln of each rate; those of one minus each are the same backwards. */
const logRates = rateNodes.map((rate) => Math.log(rate));

/** ln of dφ/dt. */
const logSteps = Float64Array.from(middles, (t) => Math.log(1 - Math.cos(2 * Math.PI * t)));

function angle(t: number): number {
  return (Math.PI / 2) * (t - Math.sin(2 * Math.PI * t) / (2 * Math.PI));
}

/** The posterior weights of the nodes, from Jeffreys' prior, after `bad` and `ok` trials; either may be a fraction. */
export function posteriorWeights(bad: number, ok: number): Float64Array {
  const logs = logSteps.map((step, at) => step + bad * (logRates[at] ?? 0) + ok * (logRates[count - 1 - at] ?? 0));
  return normalised(logs);
}

/** Weights that add up to 1, from their logarithms. */
export function normalised(logWeights: Float64Array): Float64Array {
  const highest = logWeights.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const weights = logWeights.map((log) => Math.exp(log - highest));
  const total = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight) => weight / total);
}
