import { expect, test } from "vitest";
import { seededRandom } from "../../chat/seeded-random.js";
import { confidenceSequence } from "./confidence-sequence.js";

// Computed apart from the code, with the beta function by its logarithm: B(bad + 1/2, good + 1/2) / B(1/2, 1/2).
test.each([
  [8, 8, 0.56, 1],
  [0, 8, 0, 0.44],
  [9, 20, 0.16, 0.77],
  [0, 20, 0, 0.22],
  [8, 40, 0.054, 0.44],
  [0, 40, 0, 0.13],
  [9, 80, 0.03, 0.26],
  [0, 80, 0, 0.07],
])("%i of %i bad is [%f, %f] at the threshold of 20", (bad, eligible, low, high) => {
  const interval = confidenceSequence({ bad, eligible });
  expect(interval[0]).toBeCloseTo(low, 2);
  expect(interval[1]).toBeCloseTo(high, 2);
});

test("without trials every rate is possible", () => {
  expect(confidenceSequence({ bad: 0, eligible: 0 })).toEqual([0, 1]);
});

test("an expectation that fits makes the interval narrower", () => {
  const [, plain] = confidenceSequence({ bad: 0, eligible: 34 });
  const [, started] = confidenceSequence({ bad: 0, eligible: 34 }, { rate: 0.01, weight: 4 });
  expect(started).toBeLessThan(plain);
});

test("the true rate leaves the interval at some time in at most 5 % of runs, whatever was expected", () => {
  const random = seededRandom(3);
  for (const expected of [
    { rate: 0.5, weight: 1 },
    { rate: 0.9, weight: 4 },
  ]) {
    let left = 0;
    for (let run = 0; run < 300; run += 1) {
      let [bad, isLeft] = [0, false];
      for (let eligible = 1; eligible <= 60 && !isLeft; eligible += 1) {
        if (random() < 0.3) bad += 1;
        const [low, high] = confidenceSequence({ bad, eligible }, expected);
        isLeft = low > 0.3 || high < 0.3;
      }
      if (isLeft) left += 1;
    }
    expect(left / 300).toBeLessThan(0.05);
  }
});
