import { expect, test } from "vitest";
import { furtherTrials } from "./further-trials.js";

const rule = { acceptable: 0.02, unacceptable: 0.1, alpha: 0.05, cap: 200 };

/** By hand: a good trial counts ln(0.98/0.90) = 0.0852 for passing, a bad one ln 5 = 1.609 against; ln 20 = 2.996 decides. */
test.each([
  ["passes after 2.996 / 0.0852 = 35.2 good trials", { bad: 0, eligible: 10 }, { expected: 26, most: 190 }],
  ["fails after 2.996 / ln(0.845/0.5) = 5.7 bad trials", { bad: 3, eligible: 3 }, { expected: 3, most: 197 }],
  ["gains 0.0843 a trial at one bad of ten", { bad: 1, eligible: 10 }, { expected: 26, most: 190 }],
  ["gains next to nothing at one bad of twenty", { bad: 1, eligible: 20 }, { expected: null, most: 180 }],
  ["has no trial left at the limit", { bad: 10, eligible: 200 }, { expected: null, most: 0 }],
])("a sample that %s", (_title, sample, further) => {
  expect(furtherTrials(sample, rule)).toEqual(further);
});
