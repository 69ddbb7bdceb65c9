import type { JsonObject } from "../../chat/json.js";
import type { Usage } from "../../chat/reply.js";

/** Token counts in OpenAI's words. What was not reported is left out: it is not zero. Null: nothing was. */
export function encodeUsage(usage: Usage | null): JsonObject | null {
  if (usage === null) return null;
  const { inputTokens, outputTokens, reasoningTokens, cacheReadTokens } = usage;
  const sum = inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens;
  const total = usage.totalTokens ?? sum;
  return {
    ...(inputTokens === null ? {} : { prompt_tokens: inputTokens }),
    ...(outputTokens === null ? {} : { completion_tokens: outputTokens }),
    ...(total === null ? {} : { total_tokens: total }),
    ...(cacheReadTokens === null ? {} : { prompt_tokens_details: { cached_tokens: cacheReadTokens } }),
    ...(reasoningTokens === null ? {} : { completion_tokens_details: { reasoning_tokens: reasoningTokens } }),
    ...(usage.costUsd === null ? {} : { cost: usage.costUsd }),
  };
}
