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

/** Functions that value an arm by what is believed now. Arms that share their `values` share the work. */
export function informationOf(model: Model, belief: Belief): Information {
  const likely = likelyRequests(model, belief);
  const parts = likely.flatMap((request) => model.requests[request]?.part ?? []);
  const names = Int32Array.from(likely, (request) => nameNumber(model, request));
  const products = productsOf(model, belief, likely);
  const byPlace: (Sums | undefined)[] = [];
  const bySeat: (Float64Array | undefined)[] = [];
  const active = new Map<Int8Array, Uint8Array>();
  const fixed = constants(belief);
  const width = model.seats.length;
  const [causeRate, causeWeight] = [new Float64Array(model.causes.length), new Float64Array(model.causes.length)];
  for (let at = 0; at < parts.length; at += 1) {
    for (let seat = 0; seat < width; seat += 1) {
      const cause = (names[at] ?? 0) + seat;
      causeWeight[cause] = (causeWeight[cause] ?? 0) + (products.seatWeight[at * width + seat] ?? 0);
    }
  }
  const live = Int32Array.from([...causeWeight.keys()].filter((cause) => (causeWeight[cause] ?? 0) >= negligible));
  const sumsOf = (place: number) => {
    const sums = byPlace[place] ?? sumsAt(model, products, place);
    byPlace[place] = sums;
    return sums;
  };
  const seatRatesOf = (place: number) => {
    const rates = bySeat[place] ?? seatRatesAt(model, products, place);
    bySeat[place] = rates;
    return rates;
  };
  const activeOf = (values: Int8Array) => {
    const known = active.get(values) ?? Uint8Array.from(parts, (part) => activity(part, values));
    active.set(values, known);
    return known;
  };
  return {
    ofHypothesis({ values, place }) {
      const sums = sumsOf(place);
      const activities = activeOf(values);
      let { rate, entropy } = fixed;
      for (let at = 0; at < activities.length; at += 1) {
        const slot = at * 3 + (activities[at] ?? 0);
        rate += sums.rate[slot] ?? 0;
        entropy += sums.entropy[slot] ?? 0;
      }
      return binaryEntropy(rate) - entropy;
    },
    ofCause({ values, place }) {
      const seatRates = seatRatesOf(place);
      const activities = activeOf(values);
      causeRate.fill(0);
      for (let at = 0; at < activities.length; at += 1) {
        const slot = (at * 3 + (activities[at] ?? 0)) * width;
        const first = names[at] ?? 0;
        for (let seat = 0; seat < width; seat += 1)
          causeRate[first + seat] = (causeRate[first + seat] ?? 0) + (seatRates[slot + seat] ?? 0);
      }
      let { rate, entropy } = fixed;
      for (let at = 0; at < live.length; at += 1) {
        const cause = live[at] ?? 0;
        const weight = causeWeight[cause] ?? 0;
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

/** Request parts below this probability tell nothing of an arm's worth. */
const worthCounting = 1e-4;

function likelyRequests({ requests, places }: Model, { weights }: Belief): readonly number[] {
  return requests.flatMap((_, request) => {
    let sum = 0;
    for (let place = 0; place < places.length; place += 1) sum += weights[request * places.length + place] ?? 0;
    return sum < worthCounting ? [] : [request];
  });
}

/**
 * For each likely hypothesis and each activity (0, 1, 2): its weight times the failure rate that it expects, and times the entropy of
 * that outcome. `seatWeight`: the weight of each seat name, for each likely request part.
 */
type Products = { readonly rate: Float64Array; readonly entropy: Float64Array; readonly seatWeight: Float64Array };

function productsOf({ places, seats, seatOf }: Model, { weights, fits }: Belief, likely: readonly number[]): Products {
  const rate = new Float64Array(likely.length * places.length * 3);
  const entropy = new Float64Array(rate.length);
  const seatWeight = new Float64Array(likely.length * seats.length);
  likely.forEach((request, at) => {
    for (let index = 0; index < places.length; index += 1) {
      const hypothesis = request * places.length + index;
      const weight = weights[hypothesis] ?? 0;
      const fit = fits[hypothesis];
      if (weight < negligible || fit === undefined) continue;
      const seat = at * seats.length + (seatOf[index] ?? 0);
      seatWeight[seat] = (seatWeight[seat] ?? 0) + weight;
      const first = (at * places.length + index) * 3;
      rate[first] = weight * fit.never;
      rate[first + 1] = weight * fit.once;
      rate[first + 2] = weight * fit.twice;
      entropy[first] = weight * tabledEntropy(fit.never);
      entropy[first + 1] = weight * tabledEntropy(fit.once);
      entropy[first + 2] = weight * tabledEntropy(fit.twice);
    }
  });
  return { rate, entropy, seatWeight };
}

/** For each likely request part and each activity, at a place: the sums of the products. */
type Sums = { readonly rate: Float64Array; readonly entropy: Float64Array };

function sumsAt({ places }: Model, products: Products, place: number): Sums {
  const size = (products.rate.length / places.length) | 0;
  const rate = new Float64Array(size);
  const entropy = new Float64Array(size);
  const steps = stepsAt(places, place);
  let product = 0;
  for (let first = 0; first < size; first += 3) {
    let [never, once, twice, ofNever, ofOnce, ofTwice] = [0, 0, 0, 0, 0, 0];
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index] ?? 0;
      never += products.rate[product] ?? 0;
      once += products.rate[product + step] ?? 0;
      twice += products.rate[product + 2 * step] ?? 0;
      ofNever += products.entropy[product] ?? 0;
      ofOnce += products.entropy[product + step] ?? 0;
      ofTwice += products.entropy[product + 2 * step] ?? 0;
      product += 3;
    }
    rate[first] = never;
    rate[first + 1] = once;
    rate[first + 2] = twice;
    entropy[first] = ofNever;
    entropy[first + 1] = ofOnce;
    entropy[first + 2] = ofTwice;
  }
  return { rate, entropy };
}

/** The same of the rates alone, for each seat name. */
function seatRatesAt({ places, seats, seatOf }: Model, { rate }: Products, place: number): Float64Array {
  const width = seats.length;
  const size = (rate.length / places.length) | 0;
  const rates = new Float64Array(size * width);
  const steps = stepsAt(places, place);
  let product = 0;
  for (let first = 0; first < size; first += 3) {
    for (let index = 0; index < steps.length; index += 1) {
      const step = steps[index] ?? 0;
      const seat = first * width + (seatOf[index] ?? 0);
      rates[seat] = (rates[seat] ?? 0) + (rate[product] ?? 0);
      rates[seat + width] = (rates[seat + width] ?? 0) + (rate[product + step] ?? 0);
      rates[seat + 2 * width] = (rates[seat + 2 * width] ?? 0) + (rate[product + 2 * step] ?? 0);
      product += 3;
    }
  }
  return rates;
}

/** For each place class 1 where a fault of it reaches the place; 0 where the place is fine, and every call is one that it does not touch. */
function stepsAt(places: Model["places"], place: number): Uint8Array {
  return Uint8Array.from(places, ({ cures }) => (((cures >> place) & 1) === 0 ? 1 : 0));
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
