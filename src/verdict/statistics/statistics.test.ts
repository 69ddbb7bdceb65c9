import fc from "fast-check";
import { expect, test } from "vitest";
import { incompleteBeta } from "./incomplete-beta.js";
import { claimOf, failureInterval } from "./statistics.js";

// SciPy 1.17.1, scipy.stats.beta.ppf and scipy.special.betainc; 0/29, 0/59 and 0/299 also by the rule of three.
test.each([
  [0, 29, 0, 0.098145],
  [0, 28, 0, 0.101466],
  [0, 59, 0, 0.049508],
  [0, 299, 0, 0.009969],
  [5, 5, 0.54928, 1],
  [4, 4, 0.472871, 1],
  [1, 2, 0.025321, 0.974679],
  [1, 3, 0.016952, 0.86465],
  [4, 10, 0.150028, 0.696463],
  [3, 48, 0.01725, 0.153689],
  [46, 1000, 0.035613, 0.058436],
  [9, 10, 0.605837, 0.994884],
  [0, 1, 0, 0.95],
])("%d bad of %d has the one-sided 95 %% bounds %d and %d", (bad, eligible, low, high) => {
  const interval = failureInterval({ bad, eligible });
  expect(interval?.[0]).toBeCloseTo(low, 6);
  expect(interval?.[1]).toBeCloseTo(high, 6);
});

test.each([
  [0.3, 2, 5, 0.5798250000000003],
  [0.5, 10, 10, 0.5],
  [0.9, 50, 3, 0.09663328513725222],
  [0.01, 1, 400, 0.9820494467249548],
  [0.25, 300, 900, 0.5044332724180064],
])("I_%d(%d, %d) is %d", (x, a, b, value) => {
  expect(incompleteBeta(x, a, b)).toBeCloseTo(value, 10);
});

test.each([
  [5, 5, "fail"],
  [4, 4, "inconclusive"],
  [7, 8, "fail"],
  [0, 29, "pass"],
  [0, 28, "inconclusive"],
  [4, 10, "flaky"],
  [1, 2, "flaky"],
  [1, 3, "inconclusive"],
  [1, 10, "inconclusive"],
  [0, 2, "inconclusive"],
  [0, 1, null],
  [1, 1, null],
  [0, 0, null],
])("%d bad of %d claims %s", (bad, eligible, claim) => {
  expect(claimOf({ bad, eligible })).toBe(claim);
});

test("no eligible trial has no interval, and counts that are none are refused", () => {
  expect(failureInterval({ bad: 0, eligible: 0 })).toBeNull();
  expect(() => failureInterval({ bad: 3, eligible: 2 })).toThrow(RangeError);
});

test("the bounds enclose the observed rate and mirror each other", () => {
  const sample = fc
    .integer({ min: 1, max: 300 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(sample, ([bad, eligible]) => {
      const [low, high] = failureInterval({ bad, eligible }) ?? [1, 0];
      const [mirroredLow] = failureInterval({ bad: eligible - bad, eligible }) ?? [1, 0];
      return low <= bad / eligible && bad / eligible <= high && Math.abs(1 - mirroredLow - high) < 1e-9;
    }),
  );
});
