import { claimRule, failureInterval, type Sample } from "./statistics.js";

/**
 * Two failure rates beside each other. `different`: Fisher's exact test, two-sided, below 5 %. `same within 10 points`: the
 * one-sided 95 % bounds leave no room for more (also in a report, where `p` is corrected for all comparisons). Else `not enough`: "not shown different" is never "the same".
 */
export type RateComparison = {
  readonly state: "different" | "same within 10 points" | "not enough";
  readonly p: number | null;
};

/** `p` null: a side without eligible trials. */
export function compareRates(left: Sample, right: Sample): RateComparison {
  const [a, b] = [failureInterval(left), failureInterval(right)];
  if (a === null || b === null) return { state: "not enough", p: null };
  const p = fisherExact(left, right);
  if (p < claimRule.alpha) return { state: "different", p };
  const widest = Math.max(a[1] - b[0], b[1] - a[0]);
  return { state: widest <= 0.1 ? "same within 10 points" : "not enough", p };
}

/** The two-sided p: the sum over all tables with the same margins that are no more likely than the one seen. */
export function fisherExact(left: Sample, right: Sample): number {
  const bad = left.bad + right.bad;
  const total = left.eligible + right.eligible;
  const first = Math.max(0, bad - right.eligible);
  const last = Math.min(bad, left.eligible);
  const likelihood = (k: number) =>
    Math.exp(logChoose(left.eligible, k) + logChoose(right.eligible, bad - k) - logChoose(total, bad));
  const seen = likelihood(left.bad);
  let p = 0;
  for (let k = first; k <= last; k += 1) {
    const one = likelihood(k);
    // Tables that are equally likely differ in the last bits only.
    if (one <= seen * (1 + 1e-9)) p += one;
  }
  return Math.min(1, p);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i += 1) sum += Math.log((n - k + i) / i);
  return sum;
}
