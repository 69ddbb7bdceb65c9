import type { JsonObject } from "../../../chat/json.js";
import type { Usage } from "../../../chat/reply.js";
import { numberAt, objectAt } from "../../openai/wire-members.js";

/**
 * Decodes `usage`. `tokens` are those that the model read and wrote, with the template's; `billed_units` are those of the text alone,
 * and count where `tokens` are missing. `cached_tokens` are part of the input (docs.cohere.com/reference/chat, read 2026-11-29; `cached_tokens` by recordings of 2026).
 */
export function decodeUsage(wire: JsonObject): Usage {
  const tokens = objectAt(wire, "tokens");
  const billed = objectAt(wire, "billed_units");
  const count = (name: string) =>
    (tokens === null ? null : numberAt(tokens, name)) ?? (billed === null ? null : numberAt(billed, name));
  return {
    inputTokens: count("input_tokens"),
    outputTokens: count("output_tokens"),
    totalTokens: null,
    reasoningTokens: null,
    cacheReadTokens: numberAt(wire, "cached_tokens"),
    cacheWriteTokens: null,
    costUsd: null,
    raw: wire,
  };
}
