import { expect, test } from "vitest";
import { correctPairs, type Pair } from "./matrix/matrix-pairs.js";

const column = {
  label: "a",
  target: "a",
  client: "http",
  providerModelId: null,
  region: null,
  upstreamPin: null,
  unsupported: null,
};
const pair = (p: number | null, state: "different" | "same within 10 points" | "not enough"): Pair =>
  ({
    scenario: "s",
    left: column,
    right: column,
    differs: false,
    isControl: true,
    rates: p === null ? null : { state, p },
    steps: [],
  }) as unknown as Pair;

test("comparisons of one report are corrected together, across its tables", () => {
  const lists = [
    [pair(0.01, "different"), pair(null, "not enough")],
    [pair(0.04, "different"), pair(0.9, "same within 10 points")],
  ];
  const corrected = correctPairs(lists).map((pairs) => pairs.map(({ rates }) => rates));
  // Holm: 0.01 × 3, 0.04 × 2, 0.9 × 1.
  expect(corrected).toEqual([
    [{ state: "different", p: 0.03 }, null],
    [
      { state: "not enough", p: 0.08 },
      { state: "same within 10 points", p: 0.9 },
    ],
  ]);
});

test("one comparison is left as it is", () => {
  expect(correctPairs([[pair(0.04, "different")]])[0]?.[0]?.rates).toEqual({ state: "different", p: 0.04 });
});
