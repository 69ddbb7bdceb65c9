import { logChoose } from "./log-choose.js";
import type { Sample } from "./statistics.js";

/**
 * Fisher's exact test of "both fail at the same rate", two-sided: the sum over all tables with the same margins that are no
 * more likely than the one seen (Fisher 1934; the two-sided sum as in R and SciPy). Only of samples whose sizes were fixed
 * before: of cells that a sequential test stopped it errs more often than it says. Three against three is not enough for
 * it (p = 0.1), four against four is (p = 0.03).
 */
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
