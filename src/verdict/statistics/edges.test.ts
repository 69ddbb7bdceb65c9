import { describe, expect, test } from "vitest";
import { characteristicAt } from "../../../test/broken/operating-characteristics.js";
import { fixedSide } from "../../../test/support/fixed-side.js";
import { compareRates, mostTrials, type RateSide } from "./compare-rates.js";
import { fisherExact } from "./fisher-exact.js";
import { holmAdjusted } from "./holm.js";
import { logChoose } from "./log-factorial.js";
import { mcnemarExact } from "./mcnemar-exact.js";
import { passAllK, passAtK } from "./pass-at-k.js";
import { passRatesOf } from "./pass-rates.js";
import { evidenceOfDifference } from "./sequential-difference.js";
import { defaultRule, sequentialIntervalKind, sequentialTest } from "./sequential-test.js";
import { claimOf, failureInterval } from "./statistics.js";
import { triggerAgreement, type VendorCounts, vendorSimilarity } from "./vendor-verifier.js";
import { wilsonInterval } from "./wilson.js";

const [bad, ok] = [true, false];
const nan = Number.NaN;

describe("counts that are none are refused", () => {
  test.each([
    [-1, 2],
    [3, 2],
    [0.5, 2],
    [1, 2.5],
    [nan, 2],
    [1, nan],
  ])("%d of %d", (some, all) => {
    expect(() => failureInterval({ bad: some, eligible: all })).toThrow(`not a sample: ${some} bad of ${all} eligible`);
    expect(() => wilsonInterval(some, all)).toThrow(`${some} of ${all} is not a count`);
    expect(() => passAtK({ n: all, c: some, k: 1 })).toThrow(RangeError);
    expect(() => passAllK({ n: all, c: some, k: 1 })).toThrow(RangeError);
  });

  test.each([
    [-1, 2],
    [2, -1],
    [0.5, 2],
    [2, 0.5],
  ])("%d and %d disagreements", (leftOnly, rightOnly) => {
    expect(() => mcnemarExact({ leftOnly, rightOnly })).toThrow(RangeError);
  });

  test.each([0, -1, 1.5])("k of %d", (k) => {
    expect(() => passAtK({ n: 3, c: 1, k })).toThrow(`not a sample: 1 of 3, k = ${k}`);
  });

  test.each([-0.1, 1.1, nan])("a p value and a rate of %d", (value) => {
    expect(() => holmAdjusted([0.5, value])).toThrow(`${value} is not a p value`);
    expect(() => characteristicAt(value)).toThrow(`${value} is not a rate`);
  });

  test("all and none of a sample are counts, and the ends of what can be", () => {
    expect(failureInterval({ bad: 0, eligible: 1 })?.[0]).toBe(0);
    expect(failureInterval({ bad: 1, eligible: 1 })?.[1]).toBe(1);
    expect(wilsonInterval(0, 3)?.[0]).toBe(0);
    expect(wilsonInterval(3, 3)?.[1]).toBe(1);
    expect(holmAdjusted([0, 1])).toEqual([0, 1]);
    expect(passAtK({ n: 0, c: 0, k: 1 })).toBeNull();
  });
});

test.each([
  // ln C(n, k) of what is counted on fingers, in an order in which the table grows and is read again.
  [0, 0, 1],
  [5, 2, 10],
  [5, 5, 1],
  [10, 5, 252],
  [4, 1, 4],
])("C(%d, %d) is %d", (n, k, ways) => {
  expect(Math.exp(logChoose(n, k))).toBeCloseTo(ways, 9);
});

test.each([
  // 4 of 5 are bad in 5 equally likely ways: all three on the left in 2 of them, two of them in 3.
  [3, 3, 1, 2, 0.4],
  [2, 3, 2, 2, 1],
  // 1 of 4 is bad: on the one side in 1 of 4 ways, on the other in 3.
  [1, 1, 0, 3, 0.25],
  [0, 1, 1, 3, 1],
  // 2 of 4 are bad: both on one side in 1 of 6 ways, on the other in 1, one on each in 4.
  [2, 2, 0, 2, 1 / 3],
  [1, 2, 1, 2, 1],
])("%d of %d against %d of %d has Fisher's p %d by counting", (badLeft, left, badRight, right, p) => {
  expect(fisherExact({ bad: badLeft, eligible: left }, { bad: badRight, eligible: right })).toBeCloseTo(p, 12);
});

test.each([
  // Of seven and of eight tosses: twice the tail, by hand.
  [1, 6, 16 / 128],
  [6, 1, 16 / 128],
  [2, 6, 74 / 256],
  [0, 1, 1],
])("%d and %d disagreements have p %d", (leftOnly, rightOnly, p) => {
  expect(mcnemarExact({ leftOnly, rightOnly })).toBeCloseTo(p, 12);
});

test("Wilson's interval of 5 in 10 is [0.2366, 0.7634]", () => {
  // By the formula, with z = 1.96: (0.5 + 0.19208 ± 1.96 · sqrt(0.025 + 0.009604)) / 1.384160.
  const [low, high] = wilsonInterval(5, 10) ?? [nan, nan];
  expect([low, high]).toEqual([expect.closeTo(0.2366, 4), expect.closeTo(0.7634, 4)]);
});

test.each([
  [
    [0.01, 0.01],
    [0.02, 0.02],
  ],
  [
    [0.04, 0.01, 0.02],
    [0.04, 0.03, 0.04],
  ],
  [
    [0.6, 0.4],
    [0.8, 0.8],
  ],
])("Holm's correction of %j is %j", (values, adjusted) => {
  for (const [at, value] of holmAdjusted(values).entries()) expect(value).toBeCloseTo(adjusted[at] ?? nan, 12);
});

describe("pass rates", () => {
  const ofCell = (ok: number, eligible: number, sampling: "fixed" | "sequential" = "fixed") =>
    passRatesOf({
      sampling,
      trials: {
        attempted: eligible,
        eligible,
        ok,
        bad: eligible - ok,
        excluded: {},
        interval: null,
        intervalKind: null,
      },
    });

  test.each([
    [0, []],
    [1, []],
    [2, [1]],
    [3, [1, 3]],
    [4, [1, 3]],
    [5, [1, 3, 5]],
    [9, [1, 3, 5]],
    [10, [1, 3, 5, 10]],
  ])("%d trials estimate k of %j", (trials, sizes) => {
    expect(ofCell(trials, trials).map(({ k }) => k)).toEqual(sizes);
    expect(ofCell(trials, trials, "sequential")).toEqual([]);
  });

  test("two good of three: one of three has 2/3, any of three is sure, all of three cannot be", () => {
    expect(ofCell(2, 3)).toEqual([
      { k: 1, any: expect.closeTo(2 / 3, 12), all: expect.closeTo(2 / 3, 12) },
      { k: 3, any: 1, all: 0 },
    ]);
  });
});

describe("the sequential test", () => {
  test.each<
    [
      title: string,
      outcomes: readonly boolean[],
      rule: Partial<typeof defaultRule>,
      claim: string | null,
      trials: number,
    ]
  >([
    ["nothing", [], {}, null, 0],
    ["a bad trial at the cap", [bad], { cap: 1 }, "inconclusive", 1],
    ["a bad trial before the cap", [bad], { cap: 2 }, null, 1],
    ["two bad at the cap: decided, and no more to see", [bad, bad], { cap: 2 }, "flaky", 2],
    ["two bad before the cap: it may yet be failing", [bad, bad], { cap: 3 }, null, 2],
    ["three good at the cap", [ok, ok, ok], { cap: 3 }, "inconclusive", 3],
    ["good trials up to the decision at the cap", Array(36).fill(ok), { cap: 36 }, "pass", 36],
    // (0.1/0.02)² = 25 decides against 24.4; the good trial after it leaves 22.96.
    ["what was decided stays so", [bad, bad, ok], { alpha: 0.041 }, "flaky", 3],
    ["what comes after the claim is not looked at", [bad, bad, ok, bad, bad], {}, "flaky", 3],
  ])("%s", (_title, outcomes, rule, claim, trials) => {
    const state = sequentialTest(outcomes, { ...defaultRule, ...rule });
    expect([state.claim, state.sample.eligible]).toEqual([claim, trials]);
  });

  test("bounds nothing before the first trial, and never loosens a bound", () => {
    expect(sequentialTest([]).interval).toEqual([0, 1]);
    const [low] = sequentialTest([bad, bad]).interval;
    const [lowLater] = sequentialTest([bad, bad, ok]).interval;
    expect(low).toBeGreaterThan(0);
    expect(lowLater).toBe(low);
    const [, high] = sequentialTest([ok, ok]).interval;
    const [, highLater] = sequentialTest([ok, ok, bad]).interval;
    expect(high).toBeLessThan(1);
    expect(highLater).toBe(high);
  });

  test("names its interval by its error", () => {
    expect(sequentialIntervalKind(defaultRule)).toBe("always-valid one-sided 95 %");
    expect(sequentialIntervalKind({ ...defaultRule, alpha: 0.1 })).toBe("always-valid one-sided 90 %");
  });
});

describe("its characteristics, by listing every way", () => {
  const capped = (rate: number, cap: number) => characteristicAt(rate, { ...defaultRule, cap });

  test("of two trials at 30 %", () => {
    expect(capped(0.3, 2)).toMatchObject({
      rate: 0.3,
      claims: { pass: 0, fail: 0, flaky: expect.closeTo(0.09, 12), inconclusive: expect.closeTo(0.91, 12) },
      meanTrials: expect.closeTo(2, 12),
      percentile95: 2,
    });
  });

  test("of three trials at one half: two bad ones, wherever they are, decide", () => {
    expect(capped(0.5, 3)).toMatchObject({
      claims: { pass: 0, fail: 0, flaky: expect.closeTo(0.5, 12), inconclusive: expect.closeTo(0.5, 12) },
      meanTrials: expect.closeTo(3, 12),
      coverage: { lower: expect.closeTo(1, 12), upper: expect.closeTo(1, 12) },
    });
  });

  test("of three trials at the acceptable rate: the lower bound misses it where it decides", () => {
    const decided = 3 * 0.02 ** 2 * 0.98 + 0.02 ** 3;
    expect(capped(0.02, 3).coverage).toEqual({ lower: expect.closeTo(1 - decided, 12), upper: expect.closeTo(1, 12) });
  });

  test("at the ends there is one way, and both bounds hold", () => {
    const sure = { lower: 1, upper: 1 };
    expect(characteristicAt(0)).toMatchObject({ meanTrials: 36, percentile95: 36, coverage: sure });
    expect(characteristicAt(1)).toMatchObject({ meanTrials: 6, percentile95: 6, coverage: sure });
  });

  test("at 40 %, nineteen of twenty runs end by the tenth part of the cap", () => {
    const { percentile95, meanTrials } = characteristicAt(0.4);
    expect(percentile95).toBeGreaterThan(meanTrials);
    expect(percentile95).toBeLessThanOrEqual(20);
  });
});

test("the evidence of a difference, by hand", () => {
  // Before a round both rates are 0.18/0.36; after one they are 0.18/1.36 and 1.18/1.36, whose mean is one half.
  const [few, many] = [0.18 / 1.36, 1.18 / 1.36];
  const [fewer, more] = [0.18 / 2.36, 2.18 / 2.36];
  const path = (...rounds: readonly (readonly [boolean, boolean])[]) => evidenceOfDifference(rounds);
  expect(path([ok, bad])).toEqual([1]);
  expect(path([ok, bad], [ok, bad])[1]).toBeCloseTo((1 - few) * many * 4, 12);
  expect(path([ok, bad], [bad, ok])[1]).toBeCloseTo(few * (1 - many) * 4, 12);
  expect(path([ok, bad], [bad, bad])[1]).toBeCloseTo(few * many * 4, 12);
  expect(path([bad, ok], [bad, ok])[1]).toBeCloseTo(many * (1 - few) * 4, 12);
  expect(path([ok, bad], [ok, bad], [ok, bad])[2]).toBeCloseTo((1 - few) * many * 4 * (1 - fewer) * more * 4, 12);
});

describe("two rates beside each other", () => {
  const fixed = (some: number, all: number) => fixedSide({ bad: some, eligible: all });
  const stopped = (outcomes: readonly boolean[], interval: readonly [number, number] = [0, 1]): RateSide => ({
    ...{ bad: outcomes.filter(Boolean).length, eligible: outcomes.length },
    ...{ interval, stopped: outcomes },
  });

  test("a side without trials has no p, whatever the other side is", () => {
    const none = { state: "not enough", p: null, trialsNeeded: null };
    expect(compareRates(fixed(0, 0), fixed(1, 2))).toEqual({ ...none, test: "fisher" });
    expect(compareRates(fixed(1, 2), fixed(0, 0))).toEqual({ ...none, test: "fisher" });
    expect(compareRates({ ...stopped([]), interval: null }, stopped([bad]))).toEqual({ ...none, test: "sequential" });
  });

  test("one fixed side makes Fisher's test of both", () => {
    const left = stopped([bad, bad, bad, bad]);
    expect(compareRates(left, fixed(0, 4))).toMatchObject({ test: "fisher", p: expect.closeTo(2 / 70, 9) });
    expect(compareRates(fixed(0, 4), left)).toMatchObject({ test: "fisher", p: expect.closeTo(2 / 70, 9) });
  });

  test("of two stopped sides the rounds count that both had, and the best evidence on the way", () => {
    const [few, many] = [0.18 / 1.36, 1.18 / 1.36];
    const best = 1 / ((1 - few) * many * 4);
    expect(compareRates(stopped([ok, ok]), stopped([bad, bad, ok, ok])).p).toBeCloseTo(best, 12);
    expect(compareRates(stopped([ok, ok, bad]), stopped([bad, bad, ok])).p).toBeCloseTo(best, 12);
    expect(compareRates(stopped([ok]), stopped([bad])).p).toBe(1);
    expect(compareRates(stopped([ok, bad]), stopped([bad, ok])).p).toBe(1);
  });

  test("bounds ten points apart are the same, and no wider", () => {
    const at = (low: number, high: number) => stopped([ok], [low, high]);
    expect(compareRates(at(0, 0.1), at(0, 0.1)).state).toBe("same within 10 points");
    expect(compareRates(at(0, 0.1), at(0.05, 0.101)).state).toBe("not enough");
    expect(compareRates(at(0.05, 0.101), at(0, 0.1)).state).toBe("not enough");
  });

  test.each([
    [1, 4, 3, 4],
    [2, 10, 5, 10],
    [0, 2, 0, 9],
    [1, 10, 1, 10],
    [3, 30, 5, 30],
    [1, 3, 2, 5],
    [12, 100, 18, 100],
  ])("%d of %d and %d of %d would tell after the trials that are named, and not one earlier", (a, n, b, m) => {
    const needed = compareRates(fixed(a, n), fixed(b, m)).trialsNeeded;
    const start = Math.max(n, m);
    const tells = (size: number) =>
      compareRates(fixed(Math.round((a / n) * size), size), fixed(Math.round((b / m) * size), size)).state !==
      "not enough";
    if (needed === null) {
      expect(tells(mostTrials)).toBe(false);
    } else {
      expect(tells(start + needed)).toBe(true);
      expect(needed === 1 || !tells(start + needed - 1)).toBe(true);
      expect(start + needed).toBeLessThanOrEqual(mostTrials);
    }
  });

  test("at least one trial more is asked for where the larger side alone would tell", () => {
    expect(compareRates(fixed(0, 4), fixed(40, 40))).toMatchObject({ state: "different", trialsNeeded: null });
    expect(compareRates(fixed(0, 1), fixed(0, 29)).trialsNeeded).toBe(1);
  });
});

describe("K2-Vendor-Verifier's figures, by hand", () => {
  const reference: VendorCounts = { stop: 6, toolCalls: 3, others: 1, schemaErrors: 0, successful: 3 };

  test.each<[vendor: Partial<VendorCounts>, similarity: number]>([
    [{}, 100],
    [{ stop: 5 }, 90],
    [{ toolCalls: 5 }, 80],
    [{ others: 4 }, 70],
    [{ schemaErrors: 4 }, 60],
    [{ successful: 8 }, 50],
    [{ stop: 3, toolCalls: 7 }, 50],
  ])("the similarity with %j changed is %d %%", (vendor, similarity) => {
    expect(vendorSimilarity({ ...reference, ...vendor }, reference)).toBeCloseTo(similarity, 12);
  });

  test.each<
    [
      pairs: readonly (readonly [boolean, boolean])[],
      precision: number | null,
      recall: number | null,
      f1: number | null,
    ]
  >([
    [[], null, null, null],
    [[[true, false]], 0, null, null],
    [[[false, true]], null, 0, null],
    [
      [
        [true, false],
        [false, true],
      ],
      0,
      0,
      null,
    ],
    [
      [
        [true, true],
        [true, false],
      ],
      0.5,
      1,
      2 / 3,
    ],
  ])("the agreement of %j", (pairs, precision, recall, f1) => {
    expect(triggerAgreement(pairs)).toEqual({ precision, recall, f1: f1 === null ? null : expect.closeTo(f1, 12) });
  });
});

test.each([
  // At a rate of 10 %, at most one bad of 46 has the probability 0.9⁴⁶ + 46 · 0.1 · 0.9⁴⁵ = 0.048; of 45, 0.052.
  [5, 5, "fail"],
  [4, 5, "flaky"],
  [2, 2, "inconclusive"],
  [0, 29, "pass"],
  [1, 46, "pass"],
  [1, 45, "inconclusive"],
])("%d bad of %d claims %s", (some, all, claim) => {
  expect(claimOf({ bad: some, eligible: all })).toBe(claim);
});
