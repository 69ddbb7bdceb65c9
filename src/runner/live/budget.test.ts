import { expect, test } from "vitest";
import { plainUsage } from "../../../test/support/plain-values.js";
import { Budget } from "./budget.js";

const price = { inputPerMillion: 1, outputPerMillion: 10, source: "price list", date: "2026-11-01" };

test.each([
  ["the provider's own cost", plainUsage({ costUsd: 0.25, inputTokens: 1_000_000, outputTokens: 0 }), 0.25],
  ["the reported tokens at the dated price", plainUsage({ inputTokens: 1_000_000, outputTokens: 100_000 }), 2],
  ["the estimate, where the reply reports nothing", plainUsage({}), 0.5],
  ["the estimate, where there was no usage at all", null, 0.5],
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
