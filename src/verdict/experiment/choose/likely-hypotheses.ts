import { type Belief, negligible } from "../belief/belief.js";
import type { Model } from "../hypotheses/model.js";
import { tabledEntropy } from "./entropy.js";

/**
 * The hypotheses that weigh something, of the likely request parts and in their order: those of part `n` stand at `first[n]` to
 * `first[n + 1]`. `place`: the number of the place part. `products`: six numbers for each, which are its weight times the failure rate
 * that it expects of a call, and times the entropy of that outcome: of a call that it does not touch, one that it explains once, and twice.
 */
export type LikelyHypotheses = {
  readonly first: Int32Array;
  readonly place: Int32Array;
  readonly products: Float64Array;
};

export function likelyHypotheses(
  { places }: Model,
  { weights, numbers, kinds, fitOf }: Belief,
  likely: Int32Array,
): LikelyHypotheses {
  const most = likely.length * places.length;
  const [ends, place] = [new Int32Array(likely.length + 1), new Int32Array(most)];
  const products = new Float64Array(most * width);
  const known = new Array<Float64Array | undefined>(kinds);
  let count = 0;
  for (let at = 0; at < likely.length; at += 1) {
    const first = (likely[at] ?? 0) * places.length;
    for (let index = 0; index < places.length; index += 1) {
      const weight = weights[first + index] ?? 0;
      if (weight < negligible) continue;
      const number = numbers[first + index] ?? 0;
      const expected = known[number] ?? expectedOf(fitOf(number));
      known[number] = expected;
      place[count] = index;
      for (let one = 0; one < width; one += 1) products[count * width + one] = weight * (expected[one] ?? 0);
      count += 1;
    }
    ends[at + 1] = count;
  }
  return { first: ends, place, products };
}

const width = 6;

function expectedOf({ never, once, twice }: ReturnType<Belief["fitOf"]>): Float64Array {
  return Float64Array.of(never, once, twice, tabledEntropy(never), tabledEntropy(once), tabledEntropy(twice));
}

/** For each likely request part and each activity (0, 1, 2) of a call at a place: the sums of the products. */
export type Sums = { readonly rate: Float64Array; readonly entropy: Float64Array };

export function sumsAt({ places }: Model, hypotheses: LikelyHypotheses, at: number): Sums {
  const { first, place, products } = hypotheses;
  const parts = first.length - 1;
  const [rate, entropy] = [new Float64Array(parts * 3), new Float64Array(parts * 3)];
  const steps = stepsAt(places, at);
  for (let part = 0, one = 0, from = 0; part < parts; part += 1) {
    const end = first[part + 1] ?? 0;
    let [never, once, twice, ofNever, ofOnce, ofTwice] = [0, 0, 0, 0, 0, 0];
    for (; one < end; one += 1, from += width) {
      const step = steps[place[one] ?? 0] ?? 0;
      never += products[from] ?? 0;
      once += products[from + step] ?? 0;
      twice += products[from + 2 * step] ?? 0;
      ofNever += products[from + 3] ?? 0;
      ofOnce += products[from + 3 + step] ?? 0;
      ofTwice += products[from + 3 + 2 * step] ?? 0;
    }
    const slot = part * 3;
    rate[slot] = never;
    rate[slot + 1] = once;
    rate[slot + 2] = twice;
    entropy[slot] = ofNever;
    entropy[slot + 1] = ofOnce;
    entropy[slot + 2] = ofTwice;
  }
  return { rate, entropy };
}

/** The same of the rates alone, for each seat name. */
export function seatRatesAt({ places, seats, seatOf }: Model, hypotheses: LikelyHypotheses, at: number): Float64Array {
  const { first, place, products } = hypotheses;
  const parts = first.length - 1;
  const row = seats.length;
  const rates = new Float64Array(parts * 3 * row);
  const steps = stepsAt(places, at);
  for (let part = 0, one = 0, from = 0; part < parts; part += 1) {
    const end = first[part + 1] ?? 0;
    for (; one < end; one += 1, from += width) {
      const index = place[one] ?? 0;
      const step = steps[index] ?? 0;
      const slot = part * 3 * row + (seatOf[index] ?? 0);
      rates[slot] = (rates[slot] ?? 0) + (products[from] ?? 0);
      rates[slot + row] = (rates[slot + row] ?? 0) + (products[from + step] ?? 0);
      rates[slot + 2 * row] = (rates[slot + 2 * row] ?? 0) + (products[from + 2 * step] ?? 0);
    }
  }
  return rates;
}

/** For each place part 1 where a fault of it reaches the place; 0 where the place is fine, and every call is one that it does not touch. */
function stepsAt(places: Model["places"], place: number): Uint8Array {
  return Uint8Array.from(places, ({ cures }) => (((cures >> place) & 1) === 0 ? 1 : 0));
}
