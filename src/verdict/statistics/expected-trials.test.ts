import { expect, test } from "vitest";
import { characteristicAt } from "../../../test/broken/operating-characteristics.js";
import { expectedTrials } from "./expected-trials.js";
import { defaultRule, sequentialTest } from "./sequential-test.js";

test("a cell that never fails stops after the one number of trials that the test itself takes", () => {
  const taken = sequentialTest(Array.from({ length: 200 }, () => false)).sample.eligible;
  expect(expectedTrials(0, defaultRule)).toBe(taken);
  expect(taken).toBe(36);
});

test("a cell that always fails stops after six", () => {
  expect(expectedTrials(1, defaultRule)).toBe(6);
});

test.each([0.01, 0.02, 0.05, 0.1, 0.5, 0.9])("at a rate of %d it is the mean of all ways to stop", (rate) => {
  expect(expectedTrials(rate, defaultRule)).toBeCloseTo(characteristicAt(rate).meanTrials, 9);
});

test("the cap is the most", () => {
  expect(expectedTrials(0, { ...defaultRule, cap: 10 })).toBe(10);
});
