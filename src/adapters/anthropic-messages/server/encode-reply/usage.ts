import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Usage, Warning } from "../../../../chat/reply.js";

/**
 * Encodes token counts in the API's members: `input_tokens` is the prompt without what was read from a cache or written to one
 * (platform.claude.com, prompt caching, read 2026-11-29). Clients require a number for it and for `output_tokens`, so a count that was
 * not reported is 0 there, with a warning; elsewhere it is null. Other members from a provider of the same API pass through.
 */
export function encodeUsage(usage: Usage | null, warnings: Warning[]): JsonObject {
  const own = usage !== null && isMessagesUsage(usage.raw) ? usage.raw : {};
  const thinking = usage?.reasoningTokens ?? null;
  return {
    ...own,
    input_tokens: filled(freshTokens(usage), "input_tokens", warnings),
    cache_creation_input_tokens: usage?.cacheWriteTokens ?? null,
    cache_read_input_tokens: usage?.cacheReadTokens ?? null,
    cache_creation: own["cache_creation"] ?? null,
    output_tokens: filled(usage?.outputTokens ?? null, "output_tokens", warnings),
    output_tokens_details: thinking === null ? null : { thinking_tokens: thinking },
    server_tool_use: own["server_tool_use"] ?? null,
    service_tier: own["service_tier"] ?? null,
    inference_geo: own["inference_geo"] ?? null,
    speed: own["speed"] ?? null,
    ...(usage === null || usage.costUsd === null ? {} : { cost: usage.costUsd }),
  };
}

function freshTokens(usage: Usage | null): number | null {
  if (usage === null || usage.inputTokens === null) return null;
  return Math.max(0, usage.inputTokens - (usage.cacheReadTokens ?? 0) - (usage.cacheWriteTokens ?? 0));
}

function filled(count: number | null, name: string, warnings: Warning[]): number {
  if (count !== null) return count;
  const message = "the provider reported no such count; 0 is sent, since clients require a number";
  warnings.push({ id: "usage-filled", field: `usage.${name}`, message });
  return 0;
}

/** Responses has counts of the same names, with a total beside them. */
function isMessagesUsage(raw: JsonValue): raw is JsonObject {
  return isJsonObject(raw) && "input_tokens" in raw && !("total_tokens" in raw) && !("input_tokens_details" in raw);
}
