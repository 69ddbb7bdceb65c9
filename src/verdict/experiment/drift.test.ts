import { expect, test } from "vitest";
import { rateChange } from "./drift.js";

const calls = (...runs: readonly (readonly [outcome: boolean, count: number])[]) =>
  runs
    .flatMap(([isBad, count]) => Array.from({ length: count }, () => isBad))
    .map((isBad, at) => ({ call: 10 + at, isBad }));

test("a request that failed ten times and then passes five times has changed at the first pass", () => {
  expect(rateChange(calls([true, 10], [false, 5]))).toBe(20);
});

test("four calls on one side are too few", () => {
  expect(rateChange(calls([true, 12], [false, 4]))).toBeNull();
});

test("a steady rate has not changed", () => {
  const turns = Array.from({ length: 40 }, (_, at) => ({ call: at + 1, isBad: at % 3 === 0 }));
  expect(rateChange(turns)).toBeNull();
  expect(rateChange(calls([true, 30]))).toBeNull();
  expect(rateChange([])).toBeNull();
});
