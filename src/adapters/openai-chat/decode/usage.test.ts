import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../chat/json.js";
import { decodeUsage, foreignUsageOf, usageOf } from "./usage.js";

const counts = (wire: JsonObject, place: string | null = null) => {
  const { usage, oddity } = decodeUsage({ wire, place });
  const { inputTokens, outputTokens, totalTokens, reasoningTokens, cacheReadTokens, cacheWriteTokens } = usage;
  return { all: [inputTokens, outputTokens, totalTokens, reasoningTokens, cacheReadTokens, cacheWriteTokens], oddity };
};

describe("each count has the API's name, and those of other APIs", () => {
  test.each<[JsonObject, readonly (number | null)[], string | null]>([
    [{ prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 }, [9, 2, 11, null, null, null], null],
    [{}, [null, null, null, null, null, null], null],
    [{ prompt_tokens: 0, completion_tokens: 0 }, [0, 0, null, null, null, null], null],
    [{ input_tokens: 9, output_tokens: 2 }, [9, 2, null, null, null, null], "as input_tokens, output_tokens"],
    [{ promptTokens: 9, completionTokens: 2 }, [9, 2, null, null, null, null], "as promptTokens, completionTokens"],
    [{ inputTokens: 9, outputTokens: 2, totalTokens: 11 }, [9, 2, 11, null, null, null], "as inputTokens"],
    [{ inputTokenCount: 9, outputTokenCount: 2 }, [9, 2, null, null, null, null], "as inputTokenCount"],
    [{ prompt_eval_count: 9, eval_count: 2 }, [9, 2, null, null, null, null], "as prompt_eval_count, eval_count"],
    [
      { promptTokenCount: 9, candidatesTokenCount: 2, totalTokenCount: 11 },
      [9, 2, 11, null, null, null],
      "as promptTokenCount, candidatesTokenCount, totalTokenCount",
    ],
  ])("%j", (wire, all, oddity) => {
    expect(counts(wire).all).toEqual(all);
    if (oddity === null) expect(counts(wire).oddity).toBeNull();
    else expect(counts(wire).oddity).toContain(oddity);
  });

  test.each<[JsonObject, number]>([
    [{ completion_tokens_details: { reasoning_tokens: 5 } }, 5],
    [{ output_tokens_details: { reasoning_tokens: 5 } }, 5],
    [{ completionTokensDetails: { reasoningTokens: 5 } }, 5],
    [{ reasoningTokens: 5 }, 5],
    [{ thoughtsTokenCount: 5 }, 5],
  ])("reasoning in %j", (wire, reasoning) => {
    expect(counts(wire)).toEqual({ all: [null, null, null, reasoning, null, null], oddity: null });
  });

  test.each<[JsonObject, number | null, number | null]>([
    [{ prompt_tokens_details: { cached_tokens: 5, cache_write_tokens: 3 } }, 5, 3],
    [{ prompt_cache_hit_tokens: 5 }, 5, null],
    [{ cached_tokens: 5 }, 5, null],
    [{ input_tokens_details: { cached_tokens: 5 } }, 5, null],
    [{ promptTokensDetails: { cachedTokens: 5 } }, 5, null],
    [{ cachedInputTokens: 5 }, 5, null],
    [{ cachedContentTokenCount: 5 }, 5, null],
    [{ cache_read_input_tokens: 5, cache_creation_input_tokens: 3 }, 5, 3],
    [{ cacheReadInputTokens: 5, cacheWriteInputTokens: 3 }, 5, 3],
    [{ cacheReadInputTokenCount: 5, cacheWriteInputTokenCount: 3 }, 5, 3],
  ])("a cache in %j", (wire, read, write) => {
    expect(counts(wire)).toEqual({ all: [null, null, null, null, read, write], oddity: null });
  });
});

test.each<[JsonObject, number]>([
  [{ input_tokens: 9, cache_read_input_tokens: 5, cache_creation_input_tokens: 3 }, 17],
  [{ input_tokens: 9, cache_creation_input_tokens: 3 }, 12],
  [{ inputTokens: 9, cacheReadInputTokens: 5 }, 14],
  [{ inputTokenCount: 9, cacheReadInputTokenCount: 5, cacheWriteInputTokenCount: 3 }, 17],
  // Within the prompt, as OpenAI counts.
  [{ input_tokens: 9, input_tokens_details: { cached_tokens: 5 } }, 9],
  [{ prompt_tokens: 9, cache_read_input_tokens: 5 }, 9],
  [{ prompt_tokens: 9, input_tokens: 9, cache_read_input_tokens: 5 }, 9],
  [{ inputTokens: 9, cache_read_input_tokens: 5 }, 9],
])("the whole prompt of %j has %s tokens", (wire, input) => {
  expect(counts(wire).all[0]).toBe(input);
});

test.each([
  ["12", 12],
  ["123456789012345", 123456789012345],
  ["1234567890123456", null],
  ["12a", null],
  ["a12", null],
  ["", null],
  [true, null],
])("the count %j is %s", (value, count) => {
  const { all, oddity } = counts({ completion_tokens: value });
  expect(all[1]).toBe(count);
  expect(oddity === null).toBe(count === null);
  if (count !== null) expect(oddity).toContain("as text (completion_tokens)");
});

test("the API's own name comes before another, and a name that holds no count is passed over", () => {
  expect(counts({ prompt_tokens: 9, input_tokens: 8 })).toMatchObject({
    all: [9, null, null, null, null, null],
    oddity: null,
  });
  expect(counts({ prompt_tokens: null, input_tokens: 8 }).all[0]).toBe(8);
});

test("the cost and the object itself are kept, and the place of the counts is named", () => {
  const wire = { prompt_tokens: 9, cost: 0.5 };
  expect(decodeUsage({ wire, place: "x_groq.usage" })).toEqual({
    usage: expect.objectContaining({ costUsd: 0.5, raw: wire }),
    oddity: expect.stringContaining("in x_groq.usage"),
  });
  expect(decodeUsage({ wire: {}, place: null }).usage.costUsd).toBeNull();
});

const wire = { prompt_tokens: 9 };

test.each<[JsonObject, JsonObject | null, string | null | undefined]>([
  [{ usage: wire, x_groq: { usage: {} } }, { usage: {} }, null],
  [{ x_groq: { usage: {} } }, { usage: wire }, "choices[0].usage"],
  [{ x_groq: { usage: wire } }, {}, "x_groq.usage"],
  [{ x_groq: { usage: wire } }, null, "x_groq.usage"],
  [{ x_groq: { id: "r" } }, null, undefined],
  [{ usage: null }, {}, undefined],
  [{}, null, undefined],
])("the counts of %j with the choice %j stand in %s", (body, choice, place) => {
  expect(usageOf(body, choice)).toEqual(place === undefined ? null : { wire, place });
});

test.each<[JsonObject, JsonObject | null, string | null]>([
  [
    { "amazon-bedrock-invocationMetrics": { inputTokenCount: 9 } },
    { inputTokenCount: 9 },
    "amazon-bedrock-invocationMetrics",
  ],
  [{ usageMetadata: { promptTokenCount: 9 } }, { promptTokenCount: 9 }, "usageMetadata"],
  [{ usage_metadata: { promptTokenCount: 9 } }, { promptTokenCount: 9 }, "usage_metadata"],
  [{ prompt_eval_count: 9, eval_count: 2, model: "m" }, { prompt_eval_count: 9, eval_count: 2 }, "the top of the body"],
  [{ prompt_eval_count: 9 }, { prompt_eval_count: 9 }, "the top of the body"],
  [{ eval_count: 2 }, { eval_count: 2 }, "the top of the body"],
  [{ model: "m" }, null, null],
])("the counts of another API in %j are found", (body, found, place) => {
  expect(foreignUsageOf(body)).toEqual(found === null ? null : { wire: found, place });
});
