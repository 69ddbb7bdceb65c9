import type { CauseName, Model } from "../hypotheses/model.js";
import type { Seat } from "../hypotheses/place-parts.js";
import { type Belief, negligible } from "./belief.js";
import { significant } from "./significant.js";

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

/** Causes below this probability are not listed. */
const worthListing = 1e-3;

/** The causes by probability, the likeliest first. The constants are none. */
export function candidatesOf(
  { requests, places, causeOf, causes, constant }: Model,
  { weights }: Belief,
): readonly Candidate[] {
  const sums = new Float64Array(causes.length);
  const best = new Int32Array(causes.length).fill(-1);
  for (let hypothesis = 0; hypothesis < weights.length; hypothesis += 1) {
    const weight = weights[hypothesis] ?? 0;
    if (weight < negligible || hypothesis === constant) continue;
    const cause = causeOf[hypothesis] ?? 0;
    sums[cause] = (sums[cause] ?? 0) + weight;
    const before = best[cause] ?? -1;
    // Of equally likely ones the first, whatever rounding has made of them.
    if (before < 0 || weight > (weights[before] ?? 0) * (1 + 1e-9)) best[cause] = hypothesis;
  }
  const listed: number[] = [];
  for (let cause = 0; cause < sums.length; cause += 1) if ((sums[cause] ?? 0) >= worthListing) listed.push(cause);
  return listed
    .map((cause) => {
      const hypothesis = best[cause] ?? 0;
      const request = requests[Math.floor(hypothesis / places.length)];
      const place = places[hypothesis % places.length];
      const probability = sums[cause] ?? 0;
      return {
        key: causes[cause] ?? "",
        names: request?.names ?? [],
        seats: place?.seats ?? [],
        probability,
        hypothesis,
      };
    })
    .sort(
      (left, right) =>
        significant(right.probability) - significant(left.probability) || (left.key < right.key ? -1 : 1),
    );
}
