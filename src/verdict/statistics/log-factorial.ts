/** ln n! at index n, extended when a larger n is needed. */
const logFactorials: number[] = [0];

/** ln C(n, k) for whole 0 ≤ k ≤ n. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** ln n! for whole n ≥ 0. */
export function logFactorial(n: number): number {
  let last = logFactorials.at(-1) ?? 0;
  for (let next = logFactorials.length; next <= n; next += 1) {
    last += Math.log(next);
    logFactorials.push(last);
  }
  return logFactorials[n] ?? Number.NaN;
}
