import { expect, test } from "vitest";
import { quantile } from "./quantile.js";

test.each<[readonly number[], number, number | null]>([
  [[], 0.5, null],
  [[7], 0.05, 7],
  [[400, 100, 300, 200], 0.5, 200],
  [[400, 100, 300, 200], 0.51, 300],
  [[400, 100, 300, 200], 0.95, 400],
  [[1, 2, 3, 4, 5], 0.5, 3],
  [[1, 2], 1, 2],
])("of %j at %d is %d, the value of the nearest rank", (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});
