import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { characteristicAt } from "../../../test/broken/operating-characteristics.js";
import { beside } from "../../../test/support/beside.js";
import { fisherExact } from "./fisher-exact.js";
import { holmAdjusted } from "./holm.js";
import { passAllK, passAtK } from "./pass-at-k.js";
import { evidenceOfDifference, type Round } from "./sequential-difference.js";
import { defaultRule, sequentialTest } from "./sequential-test.js";
import { triggerAgreement, type VendorCounts, vendorSimilarity } from "./vendor-verifier.js";
import { wilsonInterval } from "./wilson.js";

const bad = true;
const ok = false;
const times = (n: number, outcome: boolean): readonly boolean[] => Array.from({ length: n }, () => outcome);

describe("the sequential test", () => {
  test.each([
    ["a perfect cell, after ln 20 / ln(0.98/0.90) trials", times(100, ok), "pass", 36],
    ["one bad trial and then none", [bad, ...times(100, ok)], "pass", 56],
    ["two bad trials and then a good one", [bad, bad, ok], "flaky", 3],
    ["two bad of three", [bad, ok, bad], "flaky", 3],
    ["nothing but bad trials", times(20, bad), "fail", 6],
    ["one bad trial", [bad], null, 1],
    ["35 good trials", times(35, ok), null, 35],
  ])("of %s: %s", (_, outcomes, claim, trials) => {
    const state = sequentialTest(outcomes);
    expect([state.claim, state.sample.eligible]).toEqual([claim, trials]);
  });

  test("ends at its cap without a claim", () => {
    const alternating = Array.from({ length: 300 }, (_, at) => at % 20 === 10);
    const state = sequentialTest(alternating, { ...defaultRule, cap: 60 });
    expect([state.claim, state.sample.eligible]).toEqual(["inconclusive", 60]);
  });

  test("never prints bounds that contradict its claim", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 120 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (flips, share) => {
          const { claim, interval } = sequentialTest(flips.map((flip, at) => flip && at / 120 < share));
          const [low, high] = interval;
          expect(low).toBeLessThanOrEqual(high);
          expect(low > 0.5).toBe(claim === "fail");
          expect(high < defaultRule.unacceptable).toBe(claim === "pass");
          if (claim === "flaky") expect(low).toBeGreaterThan(defaultRule.acceptable);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("its operating characteristics", () => {
  test("keep the promised errors, and take about as many trials as announced", () => {
    const [perfect, acceptable, unacceptable, often, always] = [0, 0.02, 0.1, 0.4, 1].map((rate) =>
      characteristicAt(rate),
    );
    expect(perfect).toMatchObject({ claims: { pass: 1 }, meanTrials: 36 });
    expect((acceptable?.claims.flaky ?? 1) + (acceptable?.claims.fail ?? 1)).toBeLessThanOrEqual(0.05);
    expect(unacceptable?.claims.pass).toBeLessThanOrEqual(0.05);
    expect(unacceptable?.meanTrials).toBeCloseTo(39.3, 0);
    expect(often?.meanTrials).toBeCloseTo(6.4, 0);
    expect(often?.claims.flaky).toBeGreaterThan(0.99);
    expect(always).toMatchObject({ claims: { fail: 1 }, meanTrials: 6 });
  });

  test.each([0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.9])("sum to one at %d, and the bounds cover it", (rate) => {
    const { claims, coverage } = characteristicAt(rate);
    expect(Object.values(claims).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    expect(coverage.lower).toBeGreaterThanOrEqual(0.95);
    expect(coverage.upper).toBeGreaterThanOrEqual(0.95);
  });
});

describe("the evidence of a difference", () => {
  test("of 0 % beside 100 % is soon enough, and says nothing before the first round", () => {
    expect(evidenceOfDifference([])).toEqual([]);
    expect(evidenceOfDifference(Array.from({ length: 4 }, (): Round => [false, true])).at(-1)).toBeGreaterThan(20);
  });
});

describe("pass@k and pass^k", () => {
  test.each([
    // By counting subsets: of 4 trials with 2 successes, 5 of the 6 pairs have one, 1 has two.
    [{ n: 4, c: 2, k: 2 }, 5 / 6, 1 / 6],
    [{ n: 5, c: 5, k: 3 }, 1, 1],
    [{ n: 5, c: 0, k: 3 }, 0, 0],
    [{ n: 10, c: 3, k: 1 }, 0.3, 0.3],
    [{ n: 2, c: 1, k: 3 }, null, null],
  ])("of %j", (sample, any, every) => {
    for (const [value, expected] of [
      [passAtK(sample), any],
      [passAllK(sample), every],
    ] as const) {
      if (expected === null) expect(value).toBeNull();
      else expect(value).toBeCloseTo(expected, 12);
    }
  });

  test("refuse counts that are none", () => {
    expect(() => passAtK({ n: 2, c: 3, k: 1 })).toThrow(RangeError);
    expect(() => passAllK({ n: 2, c: 1, k: 0 })).toThrow(RangeError);
  });
});

describe("Holm's correction", () => {
  test.each([
    // R 4.3, p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") = 0.03 0.06 0.06 0.02.
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.5, 0.9],
      [1, 1],
    ],
    [[0.02], [0.02]],
    [[], []],
  ])("of %j is %j", (values, adjusted) => {
    for (const [at, value] of holmAdjusted(values).entries()) expect(value).toBeCloseTo(adjusted[at] ?? Number.NaN, 12);
    expect(holmAdjusted(values)).toHaveLength(values.length);
  });

  test("refuses what is not a p value", () => {
    expect(() => holmAdjusted([0.1, Number.NaN])).toThrow(RangeError);
  });
});

describe("published counts", () => {
  test.each([
    [1856, 2128, 85.7, 88.6],
    [1602, 1893, 82.9, 86.2],
    [2097, 2119, 98.4, 99.3],
  ])("%d of %d have Wilson's interval [%d, %d] %%", (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(100 * (interval?.[0] ?? 0)).toBeCloseTo(low, 1);
    expect(100 * (interval?.[1] ?? 0)).toBeCloseTo(high, 1);
  });

  test("0 of 3 has a Wilson upper bound of 56 %", () => {
    expect(wilsonInterval(0, 3)?.[1]).toBeCloseTo(0.5615, 3);
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  test.each([
    [4, 0.029],
    [5, 0.008],
    [3, 0.1],
  ])("%d of %d against none of as many has Fisher's p %d", (n, p) => {
    expect(fisherExact({ bad: n, eligible: n }, { bad: 0, eligible: n })).toBeCloseTo(p, 3);
  });

  test("10 of 10 against 5 of 10 has Fisher's p 0.033", () => {
    expect(fisherExact({ bad: 0, eligible: 10 }, { bad: 5, eligible: 10 })).toBeCloseTo(0.033, 3);
  });
});

test("agreement with a reference on when to call is precision, recall and their harmonic mean", () => {
  const pairs = [
    ...Array.from({ length: 6 }, () => [true, true] as const),
    ...Array.from({ length: 2 }, () => [true, false] as const),
    ...Array.from({ length: 4 }, () => [false, true] as const),
    [false, false] as const,
  ];
  expect(triggerAgreement(pairs)).toEqual({ precision: 0.75, recall: 0.6, f1: expect.closeTo(2 / 3, 12) });
  expect(triggerAgreement([[false, false]])).toEqual({ precision: null, recall: null, f1: null });
});

const published = beside("facts/k2vv-published.tsv");

describe.skipIf(!published.isThere)(published.title("K2-Vendor-Verifier's published tables"), () => {
  type Row = {
    readonly key: string;
    readonly vendor: string;
    readonly metric: string;
    readonly said: string;
    readonly counts: VendorCounts;
  };
  const rows: readonly Row[] = published.isThere ? readRows() : [];

  test("recompute from their counts to the last digit, but for one that differs by 0.01", () => {
    const references = new Map<string, VendorCounts>();
    const wrong: string[] = [];
    const checked = { similarity: 0, accuracy: 0 };
    for (const { key, vendor, metric, said, counts } of rows) {
      const reference = references.get(key);
      if (metric === "similarity_pct" && reference === undefined) references.set(key, counts);
      if (!/^[\d.]+$/.test(said)) continue;
      const isSimilarity = metric === "similarity_pct";
      if (isSimilarity && reference === undefined) continue;
      const value =
        isSimilarity && reference !== undefined ? vendorSimilarity(counts, reference) : schemaAccuracy(counts);
      checked[isSimilarity ? "similarity" : "accuracy"] += 1;
      const digits = said.split(".")[1]?.length ?? 0;
      if (value?.toFixed(digits) !== said)
        wrong.push(`${vendor}: published ${said}, recomputed ${value?.toFixed(digits)}`);
    }
    expect(checked).toEqual({ similarity: 23, accuracy: 48 });
    expect(wrong).toEqual(["Fireworks: published 95.68, recomputed 95.67"]);
  });
});

function readRows() {
  const [head = "", ...lines] = readFileSync(published.path, "utf8").trimEnd().split("\n");
  const columns = head.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    const at = (name: string) => cells[columns.indexOf(name)] ?? "";
    const counts = {
      stop: Number(at("stop")),
      toolCalls: Number(at("tool_calls")),
      others: Number(at("others")),
      schemaErrors: Number(at("schema_errors")),
      successful: Number(at("successful")),
    };
    const key = `${at("table")} ${at("published")} ${at("model")}`;
    return { key, vendor: at("vendor"), metric: at("metric"), said: at("published_value"), counts };
  });
}

/** Successful tool calls over finishes that announce one, in percent; null for a vendor that announced none. */
function schemaAccuracy({ toolCalls, successful }: Pick<VendorCounts, "toolCalls" | "successful">): number | null {
  return toolCalls === 0 ? null : (100 * successful) / toolCalls;
}
