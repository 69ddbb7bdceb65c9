import { expect, test } from "vitest";
import { plainUsage } from "../../../test/support/plain-values.js";
import { Budget } from "./budget.js";

const price = { inputPerMillion: 1, outputPerMillion: 10, source: "price list", date: "2026-11-01" };

test.each([
  ["the provider's own cost", plainUsage({ costUsd: 0.25, inputTokens: 1_000_000, outputTokens: 0 }), 0.25],
  ["the reported tokens at the dated price", plainUsage({ inputTokens: 1_000_000, outputTokens: 100_000 }), 2],
  ["the estimate, where the reply reports nothing", plainUsage({}), 0.5],
  ["the estimate, where there was no usage at all", null, 0.5],
  ["nothing, where the provider says so", plainUsage({ costUsd: 0, inputTokens: 1_000_000, outputTokens: 1 }), 0],
  ["nothing, where no token was counted", plainUsage({ inputTokens: 0, outputTokens: 0 }), 0],
  ["the estimate, where the input is not reported", plainUsage({ outputTokens: 100_000 }), 0.5],
  ["the estimate, where the output is not reported", plainUsage({ inputTokens: 1_000_000 }), 0.5],
])("a call costs %s", (_, reported, costUsd) => {
  const budget = new Budget({ maxCalls: null, maxCostUsd: null });
  budget.spend(reported, price, 0.5);
  expect(budget.spent).toEqual({ calls: 1, costUsd });
});

test("a trial that would go over --max-calls is refused, one that just fits is not", () => {
  const budget = new Budget({ maxCalls: 3, maxCostUsd: null });
  budget.spend(null, null, null);
  expect(budget.reserve({ calls: 3, costUsd: null })).toMatch("--max-calls 3");
  expect(budget.reserve({ calls: 2, costUsd: null })).toBeNull();
});

test("what trials under way may still take counts: two that fit alone do not fit together", () => {
  const budget = new Budget({ maxCalls: null, maxCostUsd: 1 });
  const cost = { calls: 1, costUsd: 0.6 };
  expect(budget.reserve(cost)).toBeNull();
  expect(budget.reserve(cost)).toMatch("--max-cost 1");
  budget.spend(plainUsage({ costUsd: 0.1 }), price, 0.6);
  budget.release(cost);
  expect(budget.reserve(cost)).toBeNull();
});

test("with --max-cost a target without a price is refused, since its cost cannot be bounded", () => {
  const budget = new Budget({ maxCalls: null, maxCostUsd: 1 });
  expect(budget.reserve({ calls: 1, costUsd: null })).toMatch("no dated price");
  expect(budget.reserve({ calls: 1, costUsd: 0.99 })).toBeNull();
});

test("without a price the estimate counts, and without an estimate nothing does", () => {
  const budget = new Budget({ maxCalls: null, maxCostUsd: null });
  budget.spend(plainUsage({ inputTokens: 1_000_000, outputTokens: 1_000_000 }), null, 0.5);
  budget.spend(null, null, null);
  expect(budget.spent).toEqual({ calls: 2, costUsd: 0.5 });
});

test("a cost that just fits is not refused, and no limit refuses nothing", () => {
  const limited = new Budget({ maxCalls: null, maxCostUsd: 1 });
  limited.spend(plainUsage({ costUsd: 0.25 }), null, null);
  expect(limited.reserve({ calls: 1, costUsd: 0.75 })).toBeNull();
  expect(limited.reserve({ calls: 1, costUsd: 0.01 })).toBe("--max-cost 1 would be exceeded");
  const free = new Budget({ maxCalls: null, maxCostUsd: null });
  expect(free.reserve({ calls: 1_000_000, costUsd: 1_000_000 })).toBeNull();
  expect(free.reserve({ calls: 1, costUsd: null })).toBeNull();
});

test("calls that were set aside count until they are given back, and a refusal sets nothing aside", () => {
  const budget = new Budget({ maxCalls: 4, maxCostUsd: 10 });
  const cost = { calls: 3, costUsd: 1 };
  expect(budget.reserve(cost)).toBeNull();
  expect(budget.reserve({ calls: 2, costUsd: 1 })).toBe("--max-calls 4 would be exceeded");
  expect(budget.reserve({ calls: 1, costUsd: 1 })).toBeNull();
  budget.release(cost);
  expect(budget.reserve({ calls: 4, costUsd: 1 })).toBe("--max-calls 4 would be exceeded");
  expect(budget.reserve(cost)).toBeNull();
  expect(budget.spent).toEqual({ calls: 0, costUsd: 0 });
});
