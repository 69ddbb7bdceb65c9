import { isJsonObject, type JsonObject, type JsonValue, withoutNulls } from "../../../../chat/json.js";
import type { Usage } from "../../../../chat/reply.js";

/**
 * Encodes token counts in OpenAI's members. A count that was not reported is left out, never zero. The total is required by clients
 * (openai 6.49.0 CompletionUsage, `@openrouter/sdk` 1.3.19 ChatUsage, read 2026-11-28), so where both counts are there and it is not,
 * it is their sum. Other members from a provider of the same API (`audio_tokens`, `cost_details`, …) pass through unchanged.
 */
export function encodeUsage(usage: Usage): JsonObject {
  const reported = isOpenAiUsage(usage.raw) ? withoutNulls(usage.raw) : {};
  return Object.assign(
    reported,
    withoutNulls({
      prompt_tokens: usage.inputTokens,
      completion_tokens: usage.outputTokens,
      total_tokens: usage.totalTokens ?? sumOf(usage),
      cost: usage.costUsd,
    }),
    details("prompt_tokens_details", reported, {
      cached_tokens: usage.cacheReadTokens,
      cache_write_tokens: usage.cacheWriteTokens,
    }),
    details("completion_tokens_details", reported, { reasoning_tokens: usage.reasoningTokens }),
  );
}

function sumOf({ inputTokens, outputTokens }: Usage): number | null {
  return inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens;
}

function isOpenAiUsage(raw: JsonValue): raw is JsonObject {
  return isJsonObject(raw) && ("prompt_tokens" in raw || "completion_tokens" in raw);
}

function details(name: string, reported: JsonObject, counts: JsonObject): JsonObject {
  const before = reported[name];
  if (before === undefined && hasNone(counts)) return {};
  const members = { ...(isJsonObject(before) ? withoutNulls(before) : {}), ...withoutNulls(counts) };
  return Object.keys(members).length === 0 ? {} : { [name]: members };
}

function hasNone(counts: JsonObject): boolean {
  for (const name in counts) if (counts[name] !== null) return false;
  return true;
}
