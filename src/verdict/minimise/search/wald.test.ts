import { expect, test } from "vitest";
import { groupSize } from "./group-size.js";
import { beliefOfRate, decided, expectedTrials, meanRate, type RateBelief } from "./wald.js";

const known = (rate: number): RateBelief => [{ rate, log: 0 }];
const even = { wrongKeeps: 0.01, wrongCures: 0.01 };

test("with a known rate it is Wald's test between .8 of it and 1 %", () => {
  // A bad call weighs ln(.32/.01) = 3.47, a good one ln(.68/.99) = -.376; ln 100 = 4.61.
  expect(decided({ bad: 1, eligible: 1 }, known(0.4), even)).toBeNull();
  expect(decided({ bad: 2, eligible: 2 }, known(0.4), even)).toBe("keeps");
  expect(decided({ bad: 2, eligible: 8 }, known(0.4), even)).toBe("keeps");
  expect(decided({ bad: 2, eligible: 9 }, known(0.4), even)).toBeNull();
  expect(decided({ bad: 0, eligible: 12 }, known(0.4), even)).toBeNull();
  expect(decided({ bad: 0, eligible: 13 }, known(0.4), even)).toBe("cures");
  expect(decided({ bad: 1, eligible: 22 }, known(0.4), even)).toBeNull();
  expect(decided({ bad: 1, eligible: 23 }, known(0.4), even)).toBe("cures");
});

test("odds before the first trial move both borders", () => {
  expect(decided({ bad: 1, eligible: 1 }, known(0.4), { ...even, odds: 4 })).toBe("keeps");
  expect(decided({ bad: 0, eligible: 9 }, known(0.4), { ...even, odds: 0.25 })).toBe("cures");
});

test("a rate that few calls speak of takes more good calls to rule out", () => {
  const goods = (belief: RateBelief) => {
    let eligible = 0;
    while (decided({ bad: 0, eligible }, belief, even) === null) eligible += 1;
    return eligible;
  };
  const [few, many] = [beliefOfRate({ bad: 4, eligible: 10 }), beliefOfRate({ bad: 400, eligible: 1000 })];
  expect(goods(known(0.4))).toBe(13);
  expect(goods(many)).toBe(13);
  expect(goods(few)).toBeGreaterThan(14);
});

test("the expected rate is that of a beta mixture", () => {
  // (4 + 1/2) / (10 + 1), but for the rates below 4 % that are left out.
  expect(meanRate(beliefOfRate({ bad: 4, eligible: 10 }))).toBeCloseTo(4.5 / 11, 2);
});

test("a wrong decision is as rare as it is promised, computed over every course", () => {
  // The probability of "cures" under .8 of a known rate, and of "keeps" under 1 %.
  const wrong = (truth: number, word: "keeps" | "cures") => {
    let open = new Map([[0, 1]]);
    let sum = 0;
    for (let eligible = 1; eligible <= 400; eligible += 1) {
      const next = new Map<number, number>();
      for (const [bad, chance] of open) {
        for (const [more, share] of [
          [1, truth],
          [0, 1 - truth],
        ] as const) {
          const result = decided({ bad: bad + more, eligible }, known(0.4), even);
          if (result === word) sum += chance * share;
          if (result === null) next.set(bad + more, (next.get(bad + more) ?? 0) + chance * share);
        }
      }
      open = next;
    }
    return sum;
  };
  expect(wrong(0.32, "cures")).toBeLessThan(0.01);
  expect(wrong(0.32, "cures")).toBeGreaterThan(0.001);
  expect(wrong(0.01, "keeps")).toBeLessThan(0.01);
  expect(wrong(0.01, "keeps")).toBeGreaterThan(0.001);
});

test("keeping is decided sooner than curing", () => {
  expect(expectedTrials(known(0.4), even)).toEqual({ keeps: 6, cures: 14 });
});

test("the size of a group follows what is expected", () => {
  const calls = { keeps: 2, cures: 3 };
  const size = (size: number, needed: number, isHeld: boolean) => groupSize({ size, isHeld, needed }, calls).count;
  expect(size(10, 0.1, false)).toBe(10);
  expect(size(2, 0.5, true)).toBe(1);
  expect(size(1, 0.5, false)).toBe(1);
  // Of 100 with one needed: about 45 are free of it with a probability of .64, which says most per call.
  expect(size(100, 1, false)).toBeGreaterThan(40);
  expect(size(100, 1, false)).toBeLessThan(70);
  expect(size(8, 0.2, true)).toBeLessThan(5);
});
