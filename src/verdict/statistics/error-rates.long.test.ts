import { expect, test } from "vitest";
import { characteristicAt } from "../../../test/broken/operating-characteristics.js";
import { seededRandom } from "../../chat/seeded-random.js";
import { compareRates, type RateSide } from "./compare-rates.js";
import { evidenceOfDifference, type Round } from "./sequential-difference.js";
import { sequentialTest } from "./sequential-test.js";
import { failureInterval } from "./statistics.js";

/**
 * How often the rules are wrong, by running them thousands of times. Apart from the tests of their edges, which mutation testing
 * asks again for every mutant.
 */

test("rates ten points apart are called the same in at most 5 % of all samples, whatever the rates are", () => {
  for (const [n, m] of [
    [29, 29],
    [40, 40],
    [60, 30],
    [100, 100],
  ] as const) {
    const same = cellsCalledSame(n, m);
    for (let low = 0; low <= 0.9; low += 0.05) {
      const p = same.reduce((sum, [a, b]) => sum + binomial(n, a, low + 0.1) * binomial(m, b, low), 0);
      expect(p).toBeLessThanOrEqual(0.05);
    }
  }
});

test("cells that a sequential test stopped are called the same in at most 5 % of all runs when they are ten points apart", () => {
  const random = seededRandom(5);
  for (const low of [0, 0.02, 0.2]) {
    let called = 0;
    for (let run = 0; run < 150; run += 1) {
      const sides = [stoppedSide(low, random), stoppedSide(low + 0.1, random)] as const;
      if (compareRates(...sides).state === "same within 10 points") called += 1;
    }
    // 5 % and three standard errors of 150 runs.
    expect(called / 150).toBeLessThanOrEqual(0.104);
  }
});

test("the characteristics of the sequential test agree with 4,000 runs of a seeded coin", () => {
  const random = seededRandom(7);
  const runs = Array.from({ length: 4000 }, () => sequentialTest(Array.from({ length: 200 }, () => random() < 0.1)));
  const { claims, meanTrials } = characteristicAt(0.1);
  const share = (claim: string) => runs.filter((one) => one.claim === claim).length / runs.length;
  // Four standard errors of a share, and of the mean (its standard deviation is about 31).
  expect(Math.abs(share("pass") - claims.pass)).toBeLessThan(0.014);
  expect(Math.abs(share("flaky") - claims.flaky)).toBeLessThan(0.014);
  const mean = runs.reduce((sum, { sample }) => sum + sample.eligible, 0) / runs.length;
  expect(Math.abs(mean - meanTrials)).toBeLessThan(2);
});

test("the evidence of a difference of equal columns reaches 20 in at most 5 % of all runs, however often one looks", () => {
  const random = seededRandom(11);
  for (const rate of [0.02, 0.1, 0.5]) {
    let called = 0;
    for (let run = 0; run < 400; run += 1) {
      const rounds: Round[] = [];
      for (let round = 0; round < 100; round += 1) rounds.push([random() < rate, random() < rate]);
      if (evidenceOfDifference(rounds).some((evidence) => evidence >= 20)) called += 1;
    }
    expect(called / 400).toBeLessThanOrEqual(0.05);
  }
});

/** Every pair of counts that the bounds call the same: a superset of what the comparison does. */
function cellsCalledSame(n: number, m: number): readonly (readonly [number, number])[] {
  const bounds = (size: number) =>
    Array.from({ length: size + 1 }, (_, bad) => failureInterval({ bad, eligible: size }) ?? [0, 1]);
  const [left, right] = [bounds(n), bounds(m)];
  return left.flatMap(([lowA, highA], a) =>
    right.flatMap(([lowB, highB], b): (readonly [number, number])[] =>
      Math.max(highA - lowB, highB - lowA) <= 0.1 ? [[a, b]] : [],
    ),
  );
}

function binomial(n: number, k: number, rate: number): number {
  let p = 1;
  for (let i = 1; i <= k; i += 1) p *= ((n - k + i) / i) * rate;
  return p * (1 - rate) ** (n - k);
}

function stoppedSide(rate: number, random: () => number): RateSide {
  const outcomes = Array.from({ length: 200 }, () => random() < rate);
  const { sample, interval } = sequentialTest(outcomes);
  return { ...sample, interval, stopped: outcomes.slice(0, sample.eligible) };
}
