import type { CauseName, Model } from "../hypotheses/model.js";
import type { Seat } from "../hypotheses/place-parts.js";
import type { Belief } from "./belief.js";
import { constantHypothesis } from "./belief.js";

/**
 * A cause that may be named: what no arm tells apart counts as one. `hypothesis`: the likeliest one of those that bear this name.
 * `names` and `seats`: the likeliest first.
 */
export type Candidate = {
  readonly key: string;
  readonly names: readonly CauseName[];
  readonly seats: readonly Seat[];
  readonly probability: number;
  readonly hypothesis: number;
};

/** The causes by probability, the likeliest first. The constants are none. */
export function candidatesOf(model: Model, { weights }: Belief): readonly Candidate[] {
  const sums = new Map<string, { probability: number; best: number; hypothesis: number }>();
  const constant = constantHypothesis(model);
  const requestKeys = model.requests.map(({ names }) => names.map(nameKey).join(" or "));
  const seatKeys = model.places.map(({ seats }) => seats.join("|"));
  let hypothesis = 0;
  for (const request of requestKeys) {
    for (const seat of seatKeys) {
      const weight = weights[hypothesis] ?? 0;
      if (hypothesis !== constant && weight > 1e-6) {
        const key = `${request} @ ${seat}`;
        const before = sums.get(key);
        if (before === undefined) sums.set(key, { probability: weight, best: weight, hypothesis });
        else {
          before.probability += weight;
          if (weight > before.best) [before.best, before.hypothesis] = [weight, hypothesis];
        }
      }
      hypothesis += 1;
    }
  }
  return [...sums]
    .map(([key, { probability, hypothesis: number }]) => ({
      key,
      names: model.requests[Math.floor(number / model.places.length)]?.names ?? [],
      seats: model.places[number % model.places.length]?.seats ?? [],
      probability,
      hypothesis: number,
    }))
    .sort((left, right) => right.probability - left.probability || (left.key < right.key ? -1 : 1));
}

/** One text for each cause: "none", "a", "a and b", "a or-alone b". */
export function nameKey({ rule, factors }: CauseName): string {
  return factors.length === 0 ? "none" : factors.join(rule === "all" ? " and " : " or-alone ");
}
