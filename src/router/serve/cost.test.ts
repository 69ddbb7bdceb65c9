import { describe, expect, test } from "vitest";
import { plainUsage } from "../../../test/support/plain-values.js";
import { noPrices } from "../../../test/support/scripted-router.js";
import type { Usage } from "../../chat/reply.js";
import type { Prices } from "../config/router-config.js";
import { costOf, usdText } from "./cost.js";

const costing = (usage: Partial<Usage>, prices: Partial<Prices>) => {
  const usd = costOf(plainUsage(usage), { ...noPrices, ...prices });
  return usd === null ? null : usdText(usd);
};
const tokens = { inputTokens: 1000, outputTokens: 200, totalTokens: 1200 };
const prices = { input: 3, output: 15 };

describe("the cost of a reply", () => {
  test.each<[string, Partial<Usage>, Partial<Prices>, string | null]>([
    ["its tokens at the prices of the file", tokens, prices, "0.006"],
    ["nothing, where the prices say so", tokens, { input: 0, output: 0 }, "0"],
    ["nothing for no tokens", { inputTokens: 0, outputTokens: 0 }, prices, "0"],
    ["not known without a price of input", tokens, { output: 15 }, null],
    ["not known without a price of output", tokens, { input: 3 }, null],
    ["not known without prices, also of no tokens", { inputTokens: 0, outputTokens: 0 }, {}, null],
    ["not known without a count of input", { outputTokens: 200 }, prices, null],
    ["not known without a count of output", { inputTokens: 1000 }, prices, null],
    [
      "of cached input at its own price",
      { ...tokens, cacheReadTokens: 600 },
      { ...prices, cachedInput: 0.3 },
      "0.00438",
    ],
    ["not known where cached input has no price", { ...tokens, cacheReadTokens: 600 }, prices, null],
    ["no matter of cached input where none is cached", { ...tokens, cacheReadTokens: 0 }, prices, "0.006"],
    [
      "of input that is cached and input that is written into the cache",
      { ...tokens, cacheReadTokens: 600, cacheWriteTokens: 400 },
      { ...prices, cachedInput: 0.3, cacheWrite: 3.75 },
      "0.00468",
    ],
    ["not known where writing has no price", { ...tokens, cacheWriteTokens: 1 }, { ...prices, cachedInput: 1 }, null],
    ["of reasoning, which is output", { ...tokens, reasoningTokens: 150 }, prices, "0.006"],
    ["of reasoning at its own price", { ...tokens, reasoningTokens: 150 }, { ...prices, reasoning: 1 }, "0.0039"],
    [
      "of reasoning that is counted beside the output",
      { ...tokens, reasoningTokens: 100, totalTokens: 1300 },
      prices,
      "0.0075",
    ],
    ["of more reasoning than output", { ...tokens, reasoningTokens: 300 }, prices, "0.0075"],
    ["the service's own amount, before any price", { ...tokens, costUsd: 0.00014 }, prices, "0.00014"],
    ["the service's own amount, where there is no price", { costUsd: 0 }, {}, "0"],
    [
      "the fee and the upstream's bill, with the user's own key there",
      { costUsd: 0.0012, raw: { is_byok: true, cost: 0.0012, cost_details: { upstream_inference_cost: 0.0345 } } },
      {},
      "0.0357",
    ],
    [
      "the service's amount alone, which includes the upstream's",
      { costUsd: 0.001, raw: { is_byok: false, cost_details: { upstream_inference_cost: 0.001 } } },
      {},
      "0.001",
    ],
  ])("is %s", (_title, usage, of, usd) => {
    expect(costing(usage, of)).toBe(usd);
  });
});

test.each([
  [0, "0"],
  [0.000_000_15, "0.00000015"],
  [0.1 + 0.2, "0.3"],
  [12, "12"],
  [100, "100"],
  [1.5e-13, "0"],
  [2.6e-12, "0.000000000003"],
])("%d is written %s", (usd, text) => {
  expect(usdText(usd)).toBe(text);
});
