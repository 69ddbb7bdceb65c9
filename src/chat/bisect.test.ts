import { expect, test } from "vitest";
import { bisect } from "./bisect.js";

test("finds the first number that holds, whatever the bounds, and the end where none does", () => {
  for (let end = 0; end < 12; end += 1) {
    for (let from = 0; from <= end; from += 1) {
      for (let first = from; first <= end; first += 1) {
        expect(bisect([from, end], (number) => number >= first)).toBe(first);
      }
    }
  }
});

test("asks only within the bounds", () => {
  const asked: number[] = [];
  bisect([3, 9], (number) => asked.push(number) < 0);
  expect(Math.min(...asked)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...asked)).toBeLessThan(9);
});
