import { expect, test } from "vitest";
import { fixedSide } from "../../../test/support/fixed-side.js";
import { seededRandom } from "../../chat/seeded-random.js";
import { compareRates, type RateSide } from "./compare-rates.js";
import { fisherExact } from "./fisher-exact.js";
import { mcnemarExact } from "./mcnemar-exact.js";
import { sequentialTest } from "./sequential-test.js";

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
  expect(compare([badLeft, left], [badRight, right]).state).toBe(state);
});

test.each([
  // 3 of 3 against none of 3 has p 0.1; one trial more on each side has 0.029.
  [[0, 3], [3, 3], 1],
  [[0, 28], [0, 28], 1],
  [[0, 1], [1, 1], 3],
  [[0, 5], [0, 5], 24],
  [[0, 5], [5, 5], null],
  // Ten points apart, neither the same nor, with a thousand each, not different.
  [[50, 1000], [60, 1000], null],
] as const)("%j against %j needs %j more trials a side", (left, right, needed) => {
  expect(compare(left, right).trialsNeeded).toBe(needed);
});

test("a cell that always fails and one that never does are different after the six trials that the first takes", () => {
  const sides = [stoppedSide(1, seededRandom(1)), stoppedSide(0, seededRandom(1))] as const;
  expect(sides.map(({ eligible }) => eligible)).toEqual([6, 36]);
  expect(compareRates(...sides)).toMatchObject({ state: "different", test: "sequential", trialsNeeded: null });
  expect(compareRates(stoppedSide(0, seededRandom(1)), stoppedSide(0, seededRandom(2)))).toMatchObject({
    state: "same within 10 points",
    p: 1,
  });
});

test.each([
  // 2 · P(X ≤ min) of a fair coin, by hand: (1, 5) → 2 · 7/64; (0, 6) → 2/64; nothing to disagree about → 1.
  [1, 5, 14 / 64],
  [0, 6, 2 / 64],
  [3, 3, 1],
  [0, 0, 1],
])("%d and %d disagreements have McNemar's p %d", (leftOnly, rightOnly, p) => {
  expect(mcnemarExact({ leftOnly, rightOnly })).toBeCloseTo(p, 12);
  expect(() => mcnemarExact({ leftOnly: -1, rightOnly })).toThrow(RangeError);
});

function compare([badLeft, left]: readonly [number, number], [badRight, right]: readonly [number, number]) {
  return compareRates(fixedSide({ bad: badLeft, eligible: left }), fixedSide({ bad: badRight, eligible: right }));
}

function stoppedSide(rate: number, random: () => number): RateSide {
  const outcomes = Array.from({ length: 200 }, () => random() < rate);
  const { sample, interval } = sequentialTest(outcomes);
  return { ...sample, interval, stopped: outcomes.slice(0, sample.eligible) };
}
