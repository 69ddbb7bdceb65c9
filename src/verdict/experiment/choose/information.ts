import type { Belief } from "../belief/belief.js";
import type { ArmNumbers } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";
import { activity } from "../hypotheses/request-parts.js";

/**
 * A function that gives the expected information of one call about which hypothesis holds, in bits: the entropy of its outcome, less
 * the entropy that remains to one who knows the hypothesis.
 */
export function informationOf(model: Model, belief: Belief): (arm: ArmNumbers) => number {
  const byPlace = Array.from({ length: model.space.places.length + 1 }, (_, place) => sumsAt(model, belief, place));
  const fixed = constants(belief);
  return ({ values, place }) => {
    const sums = byPlace[place];
    if (sums === undefined) return 0;
    let { rate, entropy } = fixed;
    model.requests.forEach(({ part }, request) => {
      const active = activity(part, values);
      rate += sums.rate[active]?.[request] ?? 0;
      entropy += sums.entropy[active]?.[request] ?? 0;
    });
    return binaryEntropy(rate) - entropy;
  };
}

/** For each activity of a request part (0, 1, 2): the weighted failure rate of the outcome, and its weighted entropy. */
type Sums = { readonly rate: readonly Float64Array[]; readonly entropy: readonly Float64Array[] };

function sumsAt({ requests, places }: Model, { weights, fits }: Belief, place: number): Sums {
  const zeros = () => [0, 1, 2].map(() => new Float64Array(requests.length));
  const [rate, entropy] = [zeros(), zeros()];
  let hypothesis = 0;
  for (let request = 0; request < requests.length; request += 1) {
    for (const { cures } of places) {
      const weight = weights[hypothesis] ?? 0;
      const fit = fits[hypothesis];
      hypothesis += 1;
      if (weight < 1e-9 || fit === undefined) continue;
      const isReached = ((cures >> place) & 1) === 0;
      [fit.never, isReached ? fit.once : fit.never, isReached ? fit.twice : fit.never].forEach((expected, active) => {
        const [rates, entropies] = [rate[active], entropy[active]];
        if (rates === undefined || entropies === undefined) return;
        rates[request] = (rates[request] ?? 0) + weight * expected;
        entropies[request] = (entropies[request] ?? 0) + weight * binaryEntropy(expected);
      });
    }
  }
  return { rate, entropy };
}

/** What no arm changes: no fault, and the upstreams, of which the next call's is not known. */
function constants({ low, upstreams, constantRates }: Belief) {
  const weight = upstreams.reduce((sum, one) => sum + one.weight, 0);
  return {
    rate: low * constantRates.low + weight * constantRates.high,
    entropy: low * binaryEntropy(constantRates.low) + weight * binaryEntropy(constantRates.high),
  };
}

function binaryEntropy(rate: number): number {
  if (rate <= 0 || rate >= 1) return 0;
  return -(rate * Math.log2(rate) + (1 - rate) * Math.log2(1 - rate));
}
