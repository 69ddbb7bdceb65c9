/** A prediction in whole numbers. `correlation` and `perNight` in thousandths. */
export type WholeCase = {
  readonly bad: number;
  readonly trials: number;
  readonly known: { readonly bad: number; readonly eligible: number; readonly perNight: number };
  readonly correlation: number;
};

/**
 * P(at least `bad` of `trials`) of a beta-binomial night whose rate has a beta posterior, as a fraction of whole numbers: by expanding
 * both rising factorials in powers of μ and 1−μ, whose means are ratios of rising factorials again. No rounding, no integration.
 */
export function exactTail({ bad, trials, known, correlation }: WholeCase): number {
  const r = BigInt(correlation);
  const q = 1000n - r;
  // d = 1 + (m − 1)ρ in thousandths; A = ½ + b₀/d = a/D with D = 2·d.
  const d = 1000n + (BigInt(known.perNight) - 1n) * r;
  const big = 2n * d;
  const a = d + 2000n * BigInt(known.bad);
  const b = d + 2000n * BigInt(known.eligible - known.bad);
  const risingA = rising(a, big, trials);
  const risingB = rising(b, big, trials);
  const total = rising(a + b, big, trials);
  let sum = 0n;
  for (let k = bad; k <= trials; k += 1) {
    const first = expanded(q, r, k);
    const second = expanded(q, r, trials - k);
    let mean = 0n;
    first.forEach((x, i) => {
      second.forEach((y, j) => {
        if (x === 0n || y === 0n) return;
        mean += x * y * (risingA[i] ?? 0n) * (risingB[j] ?? 0n) * ((total[trials] ?? 1n) / (total[i + j] ?? 1n));
      });
    });
    sum += choose(trials, k) * mean;
  }
  const denominator =
    (total[trials] ?? 1n) * Array.from({ length: trials }, (_, at) => q + r * BigInt(at)).reduce(product, 1n);
  return Number((sum * 10n ** 60n) / denominator) / 1e60;
}

/** 1, x, x(x + step), …: `count` + 1 of them. */
function rising(x: bigint, step: bigint, count: number): readonly bigint[] {
  const values = [1n];
  for (let at = 0; at < count; at += 1) values.push((values[at] ?? 1n) * (x + BigInt(at) * step));
  return values;
}

/** The coefficients of ∏ (q·μ + r·i), i from 0 to count − 1, in ascending powers of μ. */
function expanded(q: bigint, r: bigint, count: number): readonly bigint[] {
  let powers = [1n];
  for (let at = 0; at < count; at += 1) {
    const next = Array.from({ length: powers.length + 1 }, () => 0n);
    powers.forEach((one, power) => {
      next[power] = (next[power] ?? 0n) + one * r * BigInt(at);
      next[power + 1] = (next[power + 1] ?? 0n) + one * q;
    });
    powers = next;
  }
  return powers;
}

function choose(n: number, k: number): bigint {
  let value = 1n;
  for (let at = 1; at <= k; at += 1) value = (value * BigInt(n - k + at)) / BigInt(at);
  return value;
}

function product(all: bigint, one: bigint): bigint {
  return all * one;
}
