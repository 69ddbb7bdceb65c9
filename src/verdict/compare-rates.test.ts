import { expect, test } from "vitest";
import { compareRates, fisherExact } from "./compare-rates.js";

// SciPy 1.17.1, scipy.stats.fisher_exact.
test.each([
  [0, 4, 4, 4, 0.028571],
  [0, 5, 5, 5, 0.007937],
  [0, 10, 5, 10, 0.032508],
  [0, 3, 3, 3, 0.1],
  [4, 10, 0, 10, 0.086687],
  [9, 10, 8, 10, 1],
  [0, 29, 0, 29, 1],
])("%d of %d against %d of %d has p %d", (badLeft, left, badRight, right, p) => {
  const sides = [
    { bad: badLeft, eligible: left },
    { bad: badRight, eligible: right },
  ] as const;
  expect(fisherExact(...sides)).toBeCloseTo(p, 6);
  expect(fisherExact(sides[1], sides[0])).toBeCloseTo(p, 6);
});

test.each([
  [0, 5, 5, 5, "different"],
  [0, 3, 3, 3, "not enough"],
  [0, 1, 1, 1, "not enough"],
  [0, 29, 0, 29, "same within 10 points"],
  [0, 28, 0, 28, "not enough"],
  [0, 0, 5, 5, "not enough"],
])("%d of %d and %d of %d are %s", (badLeft, left, badRight, right, state) => {
  expect(compareRates({ bad: badLeft, eligible: left }, { bad: badRight, eligible: right }).state).toBe(state);
});
