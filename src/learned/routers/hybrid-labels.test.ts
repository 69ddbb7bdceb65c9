import { expect, test } from "vitest";
import { labelsOf } from "./hybrid-labels.js";

test("deterministic labels are whether the small model did as well", () => {
  expect(labelsOf([-0.1, 0, 0.3], { mode: "deterministic", tau: 0.1 })).toEqual([0, 1, 1]);
});

test("probabilistic labels are the sigmoid of the gap over tau", () => {
  const [even, better] = labelsOf([0, 0.1], { mode: "probabilistic", tau: 0.1 });
  expect(even).toBe(0.5);
  expect(better).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
});

test("transformed labels allow the gap that splits the queries most evenly", () => {
  expect(labelsOf([-0.9, -0.8, -0.2, -0.1], { mode: "transformed", tau: 0.1 })).toEqual([0, 0, 1, 1]);
  expect(labelsOf([], { mode: "transformed", tau: 0.1 })).toEqual([]);
});
