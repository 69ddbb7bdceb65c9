import { isJsonObject, type JsonObject, type JsonValue, withoutNulls } from "../../../../chat/json.js";
import type { Usage, Warning } from "../../../../chat/reply.js";

/**
 * Encodes token counts by this API's definitions: the input has the cached tokens in it, the output the reasoning. Its clients require all
 * counts (openai 6.49.0, ResponseUsage; openresponses/openresponses, Usage, read 2026-11-29): a detail that was not reported is 0, with a
 * warning. Null where the input or the output was not reported, since no number would be true. Other members of a provider of the same
 * API (`cost_details`, …) pass through unchanged.
 */
export function encodeUsage(usage: Usage | null, warnings: Warning[]): JsonObject | null {
  if (usage === null || usage.inputTokens === null || usage.outputTokens === null) return null;
  const reported = isOfThisApi(usage.raw) ? withoutNulls(usage.raw) : {};
  const input = { cached_tokens: usage.cacheReadTokens, cache_write_tokens: usage.cacheWriteTokens };
  warnFilled(usage, warnings);
  return Object.assign(reported, withoutNulls({ cost: usage.costUsd }), {
    input_tokens: usage.inputTokens,
    input_tokens_details: details(reported["input_tokens_details"], { cached_tokens: 0, ...withoutNulls(input) }),
    output_tokens: usage.outputTokens,
    output_tokens_details: details(reported["output_tokens_details"], { reasoning_tokens: usage.reasoningTokens ?? 0 }),
    total_tokens: usage.totalTokens ?? usage.inputTokens + usage.outputTokens,
  });
}

/** Messages' usage has `input_tokens` too, without the cached ones, and no total. */
function isOfThisApi(raw: JsonValue): raw is JsonObject {
  return isJsonObject(raw) && "input_tokens" in raw && "total_tokens" in raw;
}

function details(reported: JsonValue | undefined, counts: JsonObject): JsonObject {
  return { ...(isJsonObject(reported) ? withoutNulls(reported) : {}), ...counts };
}

function warnFilled({ cacheReadTokens, reasoningTokens }: Usage, warnings: Warning[]): void {
  const filled = [
    ...(cacheReadTokens === null ? ["input_tokens_details.cached_tokens"] : []),
    ...(reasoningTokens === null ? ["output_tokens_details.reasoning_tokens"] : []),
  ];
  if (filled.length === 0) return;
  const message = `the provider did not report ${filled.join(" and ")}; 0 stands for it`;
  warnings.push({ id: "usage-filled", field: "usage", message });
}
