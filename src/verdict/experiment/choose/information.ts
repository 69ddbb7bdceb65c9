import { type Belief, negligible } from "../belief/belief.js";
import type { ArmNumbers } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";
import { activity } from "../hypotheses/request-parts.js";

/**
 * A function that gives the expected information of one call about which hypothesis holds, in bits: the entropy of its outcome, less
 * the entropy that remains to one who knows the hypothesis.
 */
export function informationOf(model: Model, belief: Belief): (arm: ArmNumbers) => number {
  const likely = likelyRequests(model, belief);
  const parts = likely.map((request) => model.requests[request]?.part);
  const byPlace: (Sums | undefined)[] = [];
  const fixed = constants(belief);
  return ({ values, place }) => {
    const sums = byPlace[place] ?? sumsAt(model, belief, { likely, place });
    byPlace[place] = sums;
    let { rate, entropy } = fixed;
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at];
      if (part === undefined) continue;
      const slot = at * 3 + activity(part, values);
      rate += sums.rate[slot] ?? 0;
      entropy += sums.entropy[slot] ?? 0;
    }
    return binaryEntropy(rate) - entropy;
  };
}

/** For each likely request part and each activity (0, 1, 2): the weighted failure rate of the outcome, and its weighted entropy. */
type Sums = { readonly rate: Float64Array; readonly entropy: Float64Array };

/** Request parts below this probability tell nothing of an arm's worth. */
const worthCounting = 1e-4;

function likelyRequests({ requests, places }: Model, { weights }: Belief): readonly number[] {
  return requests.flatMap((_, request) => {
    let sum = 0;
    for (let place = 0; place < places.length; place += 1) sum += weights[request * places.length + place] ?? 0;
    return sum < worthCounting ? [] : [request];
  });
}

function sumsAt(
  { places }: Model,
  { weights, fits }: Belief,
  { likely, place }: { readonly likely: readonly number[]; readonly place: number },
): Sums {
  const rate = new Float64Array(likely.length * 3);
  const entropy = new Float64Array(likely.length * 3);
  for (let at = 0; at < likely.length; at += 1) {
    for (let seat = 0; seat < places.length; seat += 1) {
      const hypothesis = (likely[at] ?? 0) * places.length + seat;
      const weight = weights[hypothesis] ?? 0;
      const fit = fits[hypothesis];
      if (weight < negligible || fit === undefined) continue;
      const isReached = (((places[seat]?.cures ?? 0) >> place) & 1) === 0;
      add(at * 3, weight, fit.never);
      add(at * 3 + 1, weight, isReached ? fit.once : fit.never);
      add(at * 3 + 2, weight, isReached ? fit.twice : fit.never);
    }
  }
  return { rate, entropy };

  function add(slot: number, weight: number, expected: number): void {
    rate[slot] = (rate[slot] ?? 0) + weight * expected;
    entropy[slot] = (entropy[slot] ?? 0) + weight * tabledEntropy(expected);
  }
}

/** What no arm changes: no fault, and the upstreams, of which the next call's is not known. */
function constants({ low, upstream, constantRates }: Belief) {
  return {
    rate: low * constantRates.low + upstream * constantRates.high,
    entropy: low * binaryEntropy(constantRates.low) + upstream * binaryEntropy(constantRates.high),
  };
}

function binaryEntropy(rate: number): number {
  if (rate <= 0 || rate >= 1) return 0;
  return -(rate * Math.log2(rate) + (1 - rate) * Math.log2(1 - rate));
}

const steps = 4096;
const entropies = Float64Array.from({ length: steps + 1 }, (_, step) => binaryEntropy(step / steps));

/** Accurate to 1e-3 bits near the ends, and far better elsewhere. */
function tabledEntropy(rate: number): number {
  const at = rate * steps;
  const below = Math.floor(at);
  const [left, right] = [entropies[below] ?? 0, entropies[below + 1] ?? 0];
  return left + (right - left) * (at - below);
}
