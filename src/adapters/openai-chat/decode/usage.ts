import type { JsonObject } from "../../../chat/json.js";
import type { Usage } from "../../../chat/reply.js";
import { numberAt, objectAt } from "../wire.js";

/**
 * Decodes the token counts of a completion or chunk; null where the wire has none.
 * `prompt_tokens` is the whole prompt, including cached tokens (OpenAI API reference, read 2026-08). Cached tokens are in
 * `prompt_tokens_details` (OpenAI, OpenRouter), `prompt_cache_hit_tokens` (DeepSeek) or `cached_tokens` (Moonshot).
 * `cost` is OpenRouter's, in US dollars.
 */
export function decodeUsage(usage: JsonObject): Usage {
  const prompt = objectAt(usage, "prompt_tokens_details") ?? {};
  const completion = objectAt(usage, "completion_tokens_details") ?? {};
  const cached = numberAt(prompt, "cached_tokens") ?? numberAt(usage, "prompt_cache_hit_tokens");
  return {
    inputTokens: numberAt(usage, "prompt_tokens"),
    outputTokens: numberAt(usage, "completion_tokens"),
    totalTokens: numberAt(usage, "total_tokens"),
    reasoningTokens: numberAt(completion, "reasoning_tokens"),
    cacheReadTokens: cached ?? numberAt(usage, "cached_tokens"),
    cacheWriteTokens: numberAt(prompt, "cache_write_tokens"),
    costUsd: numberAt(usage, "cost"),
    raw: usage,
  };
}

/** The usage object of a body: at the top, in the choice (Moonshot streams) or in `x_groq`; null when it has none. */
export function usageOf(body: JsonObject, choice: JsonObject | null): JsonObject | null {
  const groq = objectAt(body, "x_groq");
  return (
    objectAt(body, "usage") ??
    (choice === null ? null : objectAt(choice, "usage")) ??
    (groq === null ? null : objectAt(groq, "usage"))
  );
}
