import { logChoose } from "./log-factorial.js";
import type { Sample } from "./statistics.js";

/**
 * The two-sided p value of Fisher's exact test of "both fail at the same rate": the sum over all tables with the same margins
 * that are no more likely than the observed one (Fisher 1934; the two-sided sum as in R and SciPy). Valid only for samples whose
 * sizes were fixed in advance: after sequential stopping its error rate exceeds the nominal one. Three trials against three
 * are not enough for significance (p = 0.1), four against four are (p = 0.03).
 */
export function fisherExact(left: Sample, right: Sample): number {
  const bad = left.bad + right.bad;
  const total = left.eligible + right.eligible;
  const first = Math.max(0, bad - right.eligible);
  const last = Math.min(bad, left.eligible);
  const likelihood = (k: number) =>
    Math.exp(logChoose(left.eligible, k) + logChoose(right.eligible, bad - k) - logChoose(total, bad));
  const observed = likelihood(left.bad);
  let p = 0;
  for (let k = first; k <= last; k += 1) {
    const table = likelihood(k);
    // Rounding makes equally likely tables differ in the last bits.
    if (table <= observed * (1 + 1e-9)) p += table;
  }
  return Math.min(1, p);
}
