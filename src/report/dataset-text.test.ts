import { expect, test } from "vitest";
import type { DatasetResults } from "../verdict/dataset/dataset-results.js";
import { datasetText } from "./dataset-text.js";
import { usualSigns } from "./terminal/signs.js";

const plainly = (text: string) => text;
const paint = {
  ...{ good: plainly, bad: plainly, warn: plainly },
  ...{ dim: plainly, strong: plainly, plain: plainly },
};
const all = { n: 1, of: 2, interval: [0.0253, 0.9747] as const };
const metrics = (target: string) => ({
  ...{ target, samples: 3, excluded: 1, counts: { stop: 1, toolCalls: 1, others: 0 } },
  ...{
    schemaAccuracy: all,
    erroredRequests: null,
    buckets: { "invalid-json": null, "unknown-name": null, "schema-mismatch": null },
  },
  bad: null,
});
const results = {
  targets: [metrics("kimi-k2.5/openrouter/chat-completions"), metrics("kimi-k2.5/bedrock/converse")],
  agreements: [],
  excluded: { throttled: 2 },
} as unknown as DatasetResults;

test("the figures of a data set are a table that fits", () => {
  const lines = datasetText(results, { paint, signs: usualSigns, width: 80 }).split("\n");
  expect(lines.map((line) => line.length <= 80)).not.toContain(false);
  expect(lines.slice(0, 9)).toEqual([
    "                   kimi-k2.5/openrouter/chat-       kimi-k2.5/bedrock/converse",
    "                   completions",
    "─".repeat(78),
    "samples            3                                3",
    "excluded           1                                1",
    "finish stop        1                                1",
    "finish tool calls  1                                1",
    "finish other       0                                0",
    "schema accuracy    1/2 = 50.00 % (2.5 % to 97.5 %)  1/2 = 50.00 % (2.5 % to",
  ]);
  expect(lines.slice(-2)).toEqual(["", "Excluded, as not evidence about a model: 2 throttled."]);
});

test("targets that do not fit beside each other follow in a further part", () => {
  const text = datasetText(results, { paint, signs: usualSigns, width: 24 });
  expect(text.split("\n").filter((line) => line.length > 24)).toEqual([]);
  expect(text.match(/^samples /gm)).toHaveLength(2);
});
