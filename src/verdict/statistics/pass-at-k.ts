/**
 * The unbiased estimate of the probability that at least one of `k` trials succeeds, from `n` trials of which `c` succeeded:
 * 1 − C(n − c, k) / C(n, k) (Chen et al. 2021, "Evaluating Large Language Models Trained on Code"). Biased unless the number of
 * trials was fixed in advance. Null when k > n. Throws RangeError for counts that are not whole, for c > n and for k < 1.
 */
export function passAtK({ n, c, k }: { readonly n: number; readonly c: number; readonly k: number }): number | null {
  requireCounts(n, c, k);
  return k > n ? null : 1 - chosenShare(n - c, n, k);
}

/** The same estimate for all `k` trials succeeding, "pass^k": C(c, k) / C(n, k). Null and errors as for {@link passAtK}. */
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
  if (!whole || c > n || k < 1) throw new RangeError(`not a sample: ${c} of ${n}, k = ${k}`);
}
