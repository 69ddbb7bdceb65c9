import { logChoose } from "./log-choose.js";

/** How often two columns disagreed about the same request: bad on the left only, and on the right only. */
export type Disagreements = { readonly leftOnly: number; readonly rightOnly: number };

/**
 * McNemar's exact test, two-sided, of "both fail at the same rate" where trials are truly paired: each pair the same request
 * of a data set (McNemar 1947, with the binomial in place of the normal). Pairs that agree say nothing. Trials of a
 * scenario are no pairs, however they were interleaved: use Fisher's test. 1 with no disagreement; throws RangeError for
 * counts that are none.
 */
export function mcnemarExact({ leftOnly, rightOnly }: Disagreements): number {
  if (![leftOnly, rightOnly].every((count) => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`${leftOnly} and ${rightOnly} are no counts of disagreements`);
  }
  const all = leftOnly + rightOnly;
  let tail = 0;
  for (let k = 0; k <= Math.min(leftOnly, rightOnly); k += 1) tail += Math.exp(logChoose(all, k) - all * Math.LN2);
  return Math.min(1, 2 * tail);
}
