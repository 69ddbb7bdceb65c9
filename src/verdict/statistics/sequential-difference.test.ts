import { expect, test } from "vitest";
import { evidenceOfDifference } from "./sequential-difference.js";

test("what is expected before the first round counts as trials that were seen", () => {
  const path = evidenceOfDifference(
    [
      [true, false],
      [true, false],
    ],
    { left: { rate: 0.9, weight: 4 }, right: { rate: 0.1, weight: 4 } },
  );
  // 0.9 · 0.9 / (0.5 · 0.5), then times 0.92 · 0.92 / (0.5 · 0.5): (1 + 3.6) / 5 = 0.92.
  expect(path[0]).toBeCloseTo(3.24, 12);
  expect(path[1]).toBeCloseTo(10.969344, 12);
});

test("without an expectation the first round says nothing", () => {
  expect(evidenceOfDifference([[true, false]])).toEqual([1]);
});
