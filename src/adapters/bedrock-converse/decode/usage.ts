import type { JsonObject } from "../../../chat/json.js";
import type { Usage } from "../../../chat/reply.js";
import { numberOf } from "../wire.js";

/**
 * Decodes usage. Converse counts cached tokens separately from `inputTokens`; the whole prompt is their sum. It does
 * not report reasoning.
 */
export function decodeUsage(raw: JsonObject): Usage {
  const input = numberOf(raw, "inputTokens");
  const cacheRead = numberOf(raw, "cacheReadInputTokens");
  const cacheWrite = numberOf(raw, "cacheWriteInputTokens");
  return {
    inputTokens:
      input === null ? null : [cacheRead, cacheWrite].reduce<number>((sum, n) => (n === null ? sum : sum + n), input),
    outputTokens: numberOf(raw, "outputTokens"),
    totalTokens: numberOf(raw, "totalTokens"),
    reasoningTokens: null,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    costUsd: null,
    raw,
  };
}
