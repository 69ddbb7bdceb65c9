import { type Belief, negligible } from "../belief/belief.js";
import type { ArmNumbers } from "../hypotheses/coordinates.js";
import { activities, partsOf } from "../hypotheses/flat-parts.js";
import type { Model } from "../hypotheses/model.js";
import { binaryEntropy, tabledEntropy } from "./entropy.js";
import { likelyHypotheses, seatRatesAt, sumsAt } from "./likely-hypotheses.js";

/** The expected information of one call, in bits. */
export type Information = {
  /** About which hypothesis holds: the entropy of the outcome, less what remains to one who knows the hypothesis. Cheap. */
  readonly ofHypothesis: (arm: ArmNumbers) => number;
  /** About which cause can be named, which leaves out what only tells how it is cured. */
  readonly ofCause: (arm: ArmNumbers) => number;
};

/** Functions that value an arm by what is believed now. Arms that share their `values` share the work. */
export function informationOf(model: Model, belief: Belief): Information {
  const likely = likelyRequests(belief);
  const parts = partsOf(model.flat, likely);
  const hypotheses = likelyHypotheses(model, belief, likely);
  const sumsOf = keptBy((place: number) => sumsAt(model, hypotheses, place));
  const seatRatesOf = keptBy((place: number) => seatRatesAt(model, hypotheses, place));
  const activeOf = keptBy((values: Int8Array) => activities(parts, values));
  const fixed = constants(belief);
  const causes = likelyCauses(model, belief, likely);
  const width = model.seats.length;
  const rates = new Float64Array(model.causes.length);
  return {
    ofHypothesis({ values, place }) {
      const sums = sumsOf(place);
      const active = activeOf(values);
      let { rate, entropy } = fixed;
      for (let at = 0; at < active.length; at += 1) {
        const slot = at * 3 + (active[at] ?? 0);
        rate += sums.rate[slot] ?? 0;
        entropy += sums.entropy[slot] ?? 0;
      }
      return binaryEntropy(rate) - entropy;
    },
    ofCause({ values, place }) {
      const seatRates = seatRatesOf(place);
      const active = activeOf(values);
      rates.fill(0);
      for (let at = 0; at < active.length; at += 1) {
        const slot = (at * 3 + (active[at] ?? 0)) * width;
        const first = causes.first[at] ?? 0;
        for (let seat = 0; seat < width; seat += 1)
          rates[first + seat] = (rates[first + seat] ?? 0) + (seatRates[slot + seat] ?? 0);
      }
      let { rate, entropy } = fixed;
      for (let at = 0; at < causes.live.length; at += 1) {
        const cause = causes.live[at] ?? 0;
        const weight = causes.weights[cause] ?? 0;
        const own = rates[cause] ?? 0;
        rate += own;
        entropy += weight * tabledEntropy(own / weight);
      }
      return binaryEntropy(rate) - entropy;
    },
  };
}

function keptBy<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const known = new Map<Key, Made>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

/** Request parts below this probability tell nothing of an arm's worth. */
const worthCounting = 1e-4;

function likelyRequests({ ofRequests }: Belief): Int32Array {
  const likely: number[] = [];
  for (let request = 0; request < ofRequests.length; request += 1)
    if ((ofRequests[request] ?? 0) >= worthCounting) likely.push(request);
  return Int32Array.from(likely);
}

/** `first`: the first cause of each likely request part; its causes follow each other, one for each seat name. `live`: causes that weigh something. */
type LikelyCauses = { readonly first: Int32Array; readonly weights: Float64Array; readonly live: Int32Array };

function likelyCauses(model: Model, { weights }: Belief, likely: Int32Array): LikelyCauses {
  const { causeOf, places, seatOf } = model;
  const sums = new Float64Array(model.causes.length);
  const first = new Int32Array(likely.length);
  for (let at = 0; at < likely.length; at += 1) {
    const start = (likely[at] ?? 0) * places.length;
    first[at] = (causeOf[start] ?? 0) - (seatOf[0] ?? 0);
    for (let index = 0; index < places.length; index += 1) {
      const weight = weights[start + index] ?? 0;
      if (weight < negligible) continue;
      const cause = (first[at] ?? 0) + (seatOf[index] ?? 0);
      sums[cause] = (sums[cause] ?? 0) + weight;
    }
  }
  const live: number[] = [];
  for (let cause = 0; cause < sums.length; cause += 1) if ((sums[cause] ?? 0) >= negligible) live.push(cause);
  return { first, weights: sums, live: Int32Array.from(live) };
}

/** What no arm changes: no fault, and the upstreams, of which the next call's is not known. */
function constants({ low, upstream, constantRates }: Belief) {
  return {
    rate: low * constantRates.low + upstream * constantRates.high,
    entropy: low * binaryEntropy(constantRates.low) + upstream * binaryEntropy(constantRates.high),
  };
}
