/**
 * The unbiased estimate of the probability that at least one of `k` trials succeeds, from `n` trials of which `c` did:
 * 1 − C(n − c, k) / C(n, k) (Chen et al. 2021, "Evaluating Large Language Models Trained on Code"). Only of a sample
 * whose size was fixed before: after sequential stopping it is biased. Null when k > n; throws RangeError for counts that are none.
 */
export function passAtK({ n, c, k }: { readonly n: number; readonly c: number; readonly k: number }): number | null {
  requireCounts(n, c, k);
  return k > n ? null : 1 - chosenShare(n - c, n, k);
}

/** The same of all `k` succeeding, "pass^k": C(c, k) / C(n, k). Null when k > n. */
export function passAllK({ n, c, k }: { readonly n: number; readonly c: number; readonly k: number }): number | null {
  requireCounts(n, c, k);
  return k > n ? null : chosenShare(c, n, k);
}

/** C(part, k) / C(whole, k), as a product that stays between 0 and 1. */
function chosenShare(part: number, whole: number, k: number): number {
  let share = 1;
  for (let i = 0; i < k; i += 1) share *= Math.max(0, part - i) / (whole - i);
  return share;
}

function requireCounts(n: number, c: number, k: number): void {
  const whole = [n, c, k].every((count) => Number.isInteger(count) && count >= 0);
  if (!whole || c > n || k < 1) throw new RangeError(`no sample: ${c} of ${n}, k = ${k}`);
}
