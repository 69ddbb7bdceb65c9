const logFactorials: number[] = [0];

/** ln C(n, k) for whole 0 ≤ k ≤ n, from a table of ln n! that grows as it is asked. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

function logFactorial(n: number): number {
  let last = logFactorials.at(-1) ?? 0;
  for (let next = logFactorials.length; next <= n; next += 1) {
    last += Math.log(next);
    logFactorials.push(last);
  }
  return logFactorials[n] ?? Number.NaN;
}
