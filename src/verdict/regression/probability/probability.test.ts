import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { betaBinomial, upperTails } from "./beta-binomial.js";
import { predict } from "./predict.js";
import { posteriorWeights, rateNodes } from "./rate-nodes.js";

describe("a beta-binomial night", () => {
  test("is binomial without a correlation", () => {
    expectClose(betaBinomial(2, 0.3, 0), [0.49, 0.42, 0.09]);
  });

  test("has every count as likely at one half and a correlation of a third: a = b = 1", () => {
    expectClose(betaBinomial(4, 0.5, 1 / 3), [0.2, 0.2, 0.2, 0.2, 0.2]);
  });

  test("of two trials has both bad with μ² + ρμ(1−μ)", () => {
    expectClose(betaBinomial(2, 0.2, 0.1), [0.64 + 0.016, 2 * (0.16 - 0.016), 0.04 + 0.016]);
  });

  test("of rate 0 or 1 has one count", () => {
    expectClose(betaBinomial(2, 0, 0.1), [1, 0, 0]);
    expectClose(betaBinomial(2, 1, 0), [0, 0, 1]);
  });

  test("adds up to 1, with the mean nμ and the variance nμ(1−μ)(1 + (n−1)ρ)", () => {
    const rate = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), rate, fc.constantFrom(0, 0.005, 0.05, 0.4), (n, mu, rho) => {
        const pmf = Array.from(betaBinomial(n, mu, rho));
        const mean = pmf.reduce((sum, p, k) => sum + p * k, 0);
        const variance = pmf.reduce((sum, p, k) => sum + p * (k - mean) ** 2, 0);
        expect(pmf.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10);
        expect(mean / n).toBeCloseTo(mu, 8);
        expect(variance / n ** 2).toBeCloseTo((mu * (1 - mu) * (1 + (n - 1) * rho)) / n, 8);
      }),
    );
  });

  test("has tails from the count on", () => {
    expectClose(upperTails(Float64Array.of(0.5, 0.3, 0.2)), [1, 0.5, 0.2]);
  });
});

describe("the posterior", () => {
  test("has the mean of Beta(½ + bad, ½ + ok)", () => {
    for (const [bad, ok] of [
      [0, 0],
      [0, 96],
      [0.4, 7.7],
      [3, 1],
      [500, 1500],
    ] as const) {
      const mean = posteriorWeights(bad, ok).reduce((sum, weight, at) => sum + weight * (rateNodes[at] ?? 0), 0);
      expect(mean).toBeCloseTo((0.5 + bad) / (1 + bad + ok), 9);
    }
  });
});

describe("a prediction", () => {
  test("knows nothing without trials: a trial is bad with ½, two are both bad with ⅜", () => {
    const nothing = { bad: 0, eligible: 0, perNight: 0 };
    expectClose(predict(nothing, 1, 0).tails, [1, 0.5]);
    expectClose(predict(nothing, 2, 0).tails, [1, 0.625, 0.375]);
  });

  test("integrates over Beta(½ + bad, ½ + ok) without a correlation", () => {
    // Beta(1.5, 1.5): E μ² = 1.5 · 2.5 / (3 · 4).
    expectClose(predict({ bad: 1, eligible: 2, perNight: 1 }, 2, 0).tails, [1, 0.6875, 0.3125]);
  });

  test("lets trials of one night count less: 12 a night at a correlation of 1/11 are half as many", () => {
    expectClose(predict({ bad: 0, eligible: 12, perNight: 12 }, 1, 1 / 11).tails, [1, 0.5 / 7]);
  });

  test("takes two nights together over the same rates: the root of E μ², not E μ", () => {
    expectClose(predict({ bad: 0, eligible: 0, perNight: 0 }, 1, 0).repeated, [1, Math.sqrt(0.375)]);
  });

  test("never has a pair less likely than the product of two nights, and falls with the count", () => {
    const known = fc
      .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }))
      .map(([bad, ok]) => ({ bad, eligible: bad + ok, perNight: 12 }));
    fc.assert(
      fc.property(known, fc.integer({ min: 1, max: 50 }), fc.constantFrom(0.005, 0.05, 0.18), (cell, n, rho) => {
        const { tails, repeated } = predict(cell, n, rho);
        for (let bad = 0; bad <= n; bad += 1) {
          expect(repeated[bad] ?? 0).toBeGreaterThanOrEqual((tails[bad] ?? 0) * (1 - 1e-9));
          expect(tails[bad] ?? 0).toBeLessThanOrEqual((tails[bad - 1] ?? 1) * (1 + 1e-9));
        }
      }),
    );
  });
});

function expectClose(values: Float64Array, wanted: readonly number[]): void {
  expect(values.length).toBe(wanted.length);
  for (const [at, value] of wanted.entries()) expect(values[at]).toBeCloseTo(value, 10);
}
