import { type Belief, negligible } from "../belief/belief.js";
import type { ArmNumbers } from "../hypotheses/coordinates.js";
import type { Model } from "../hypotheses/model.js";
import { activity } from "../hypotheses/request-parts.js";

/** The expected information of one call, in bits. */
export type Information = {
  /** About which hypothesis holds: the entropy of the outcome, less what remains to one who knows the hypothesis. Cheap. */
  readonly ofHypothesis: (arm: ArmNumbers) => number;
  /** About which cause can be named, which leaves out what only tells how it is cured. */
  readonly ofCause: (arm: ArmNumbers) => number;
};

/** Functions that value an arm by what is believed now. */
export function informationOf(model: Model, belief: Belief): Information {
  const likely = likelyRequests(model, belief);
  const parts = likely.map((request) => model.requests[request]?.part);
  const names = likely.map((request) => nameNumber(model, request));
  const byPlace: (Sums | undefined)[] = [];
  const fixed = constants(belief);
  const width = model.seats.length;
  const [causeRate, causeWeight] = [new Float64Array(model.causes.length), new Float64Array(model.causes.length)];
  const sumsOf = (place: number) => {
    const sums = byPlace[place] ?? sumsAt(model, belief, { likely, place });
    byPlace[place] = sums;
    return sums;
  };
  return {
    ofHypothesis({ values, place }) {
      const sums = sumsOf(place);
      let { rate, entropy } = fixed;
      for (let at = 0; at < parts.length; at += 1) {
        const part = parts[at];
        if (part === undefined) continue;
        const slot = at * 3 + activity(part, values);
        rate += sums.rate[slot] ?? 0;
        entropy += sums.entropy[slot] ?? 0;
      }
      return binaryEntropy(rate) - entropy;
    },
    ofCause({ values, place }) {
      const sums = sumsOf(place);
      causeRate.fill(0);
      causeWeight.fill(0);
      for (let at = 0; at < parts.length; at += 1) {
        const part = parts[at];
        if (part === undefined) continue;
        const slot = (at * 3 + activity(part, values)) * width;
        for (let seat = 0; seat < width; seat += 1) {
          const cause = (names[at] ?? 0) + seat;
          causeRate[cause] = (causeRate[cause] ?? 0) + (sums.seatRate[slot + seat] ?? 0);
          causeWeight[cause] = (causeWeight[cause] ?? 0) + (sums.seatWeight[at * width + seat] ?? 0);
        }
      }
      let { rate, entropy } = fixed;
      for (let cause = 0; cause < causeRate.length; cause += 1) {
        const weight = causeWeight[cause] ?? 0;
        if (weight < negligible) continue;
        rate += causeRate[cause] ?? 0;
        entropy += weight * tabledEntropy((causeRate[cause] ?? 0) / weight);
      }
      return binaryEntropy(rate) - entropy;
    },
  };
}

/** The first cause of a request part; its causes follow each other, one for each seat name. */
function nameNumber({ causeOf, places, seatOf }: Model, request: number): number {
  return (causeOf[request * places.length] ?? 0) - (seatOf[0] ?? 0);
}

/**
 * For each likely request part and each activity (0, 1, 2): the weighted failure rate of the outcome, its weighted entropy, and the
 * weighted rate for each seat name; the weight of each seat name.
 */
type Sums = {
  readonly rate: Float64Array;
  readonly entropy: Float64Array;
  readonly seatRate: Float64Array;
  readonly seatWeight: Float64Array;
};

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
  { places, seats, seatOf }: Model,
  { weights, fits }: Belief,
  { likely, place }: { readonly likely: readonly number[]; readonly place: number },
): Sums {
  const width = seats.length;
  const rate = new Float64Array(likely.length * 3);
  const entropy = new Float64Array(likely.length * 3);
  const seatRate = new Float64Array(likely.length * 3 * width);
  const seatWeight = new Float64Array(likely.length * width);
  for (let at = 0; at < likely.length; at += 1) {
    for (let index = 0; index < places.length; index += 1) {
      const hypothesis = (likely[at] ?? 0) * places.length + index;
      const weight = weights[hypothesis] ?? 0;
      const fit = fits[hypothesis];
      if (weight < negligible || fit === undefined) continue;
      const seat = seatOf[index] ?? 0;
      seatWeight[at * width + seat] = (seatWeight[at * width + seat] ?? 0) + weight;
      const isReached = (((places[index]?.cures ?? 0) >> place) & 1) === 0;
      add({ slot: at * 3, seat, weight }, fit.never);
      add({ slot: at * 3 + 1, seat, weight }, isReached ? fit.once : fit.never);
      add({ slot: at * 3 + 2, seat, weight }, isReached ? fit.twice : fit.never);
    }
  }
  return { rate, entropy, seatRate, seatWeight };

  function add(
    { slot, seat, weight }: { readonly slot: number; readonly seat: number; readonly weight: number },
    expected: number,
  ): void {
    const share = weight * expected;
    rate[slot] = (rate[slot] ?? 0) + share;
    entropy[slot] = (entropy[slot] ?? 0) + weight * tabledEntropy(expected);
    seatRate[slot * width + seat] = (seatRate[slot * width + seat] ?? 0) + share;
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
