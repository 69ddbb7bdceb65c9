import { logChoose } from "./log-factorial.js";

/** How many pairs of the same request are bad on one side only. */
export type Disagreements = { readonly leftOnly: number; readonly rightOnly: number };

/**
 * The two-sided p value of McNemar's exact test of "both fail at the same rate", for trials that are truly paired: each pair is
 * one request of a data set (McNemar 1947, with the binomial in place of the normal distribution). Pairs that agree carry no
 * information. Trials of a scenario are not pairs, even when they were interleaved: use Fisher's test for them. 1 without a
 * disagreement. Throws RangeError for counts that are negative or not whole.
 */
export function mcnemarExact({ leftOnly, rightOnly }: Disagreements): number {
  if (![leftOnly, rightOnly].every((count) => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`${leftOnly} and ${rightOnly} are not counts of disagreements`);
  }
  const all = leftOnly + rightOnly;
  let tail = 0;
  for (let k = 0; k <= Math.min(leftOnly, rightOnly); k += 1) tail += Math.exp(logChoose(all, k) - all * Math.LN2);
  return Math.min(1, 2 * tail);
}
