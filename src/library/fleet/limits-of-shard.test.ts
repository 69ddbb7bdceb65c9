import { expect, test } from "vitest";
import { catalog, scenarios } from "../../../test/support/repository.js";
import { planRun } from "../../runner/plan.js";
import { limitsOfShard, paceOfShard } from "./limits-of-shard.js";

/** Every target with three scenarios: hundreds of cases share limits as tens of thousands do. */
const plan = planRun({ scenarios: scenarios.slice(0, 3), targets: catalog.targets, trials: 3 });
const shards = (of: number) => Array.from({ length: of }, (_, at) => ({ index: at + 1, of }));

test("the limits of all shards add up to those of the run, and calls stay whole", () => {
  for (const of of [1, 3, 8, 50]) {
    const limits = shards(of).map((shard) => limitsOfShard({ maxCalls: 1_001, maxCostUsd: 2.5 }, plan, shard));
    const calls = limits.map(({ maxCalls }) => maxCalls ?? Number.NaN);
    expect(calls.every(Number.isInteger)).toBe(true);
    expect(calls.reduce((sum, one) => sum + one, 0)).toBe(1_001);
    expect(limits.reduce((sum, { maxCostUsd }) => sum + (maxCostUsd ?? Number.NaN), 0)).toBeCloseTo(2.5, 9);
  }
});

test("a shard without a case has nothing to spend, and no limit stays none", () => {
  const [one] = plan.cases;
  const small = { ...plan, cases: one === undefined ? [] : [one] };
  const spent = shards(5).map((shard) => limitsOfShard({ maxCalls: 10, maxCostUsd: 1 }, small, shard));
  expect(spent.filter(({ maxCalls, maxCostUsd }) => maxCalls === 0 && maxCostUsd === 0)).toHaveLength(4);
  expect(limitsOfShard({ maxCalls: null, maxCostUsd: null }, plan, { index: 1, of: 2 })).toEqual({
    maxCalls: null,
    maxCostUsd: null,
  });
  expect(limitsOfShard({ maxCalls: 7, maxCostUsd: 1 }, plan, null)).toEqual({ maxCalls: 7, maxCostUsd: 1 });
});

test("the paces of all shards add up to that of the run", () => {
  const lane = { requestsPerMinute: 300, inFlight: 40 };
  const limits = { lanes: { openrouter: lane, other: lane }, quotas: {}, quotaShare: 0.2 };
  const paces = shards(8).map((shard) => paceOfShard(limits, plan, shard));
  const rates = paces.map(({ lanes }) => lanes["openrouter"]?.requestsPerMinute ?? Number.NaN);
  expect(new Set(rates).size).toBeGreaterThan(1);
  expect(rates.reduce((sum, one) => sum + one, 0)).toBeCloseTo(300, 6);
  expect(paces.reduce((sum, one) => sum + one.quotaShare, 0)).toBeCloseTo(0.2, 9);
  expect(paces.map(({ lanes }) => lanes["other"])).toEqual(paces.map(() => lane));
  expect(paceOfShard(limits, plan, null)).toBe(limits);
});
