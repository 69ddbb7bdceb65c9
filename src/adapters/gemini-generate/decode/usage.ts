import type { JsonObject } from "../../../chat/json.js";
import type { Usage } from "../../../chat/reply.js";
import { numberAt } from "../wire.js";

/**
 * Decodes `usageMetadata`. The prompt includes what was cached, and what hosted tools added is counted beside it; thinking is counted
 * beside the candidates (googleapis.github.io/js-genai: GenerateContentResponseUsageMetadata, read 2026-11-29). Null where it has no counts: Vertex sends only a traffic type
 * until the last chunk.
 */
export function decodeUsage(wire: JsonObject): Usage | null {
  const prompt = numberAt(wire, "promptTokenCount");
  const candidates = numberAt(wire, "candidatesTokenCount");
  const thoughts = numberAt(wire, "thoughtsTokenCount");
  const total = numberAt(wire, "totalTokenCount");
  if (prompt === null && candidates === null && thoughts === null && total === null) return null;
  return {
    inputTokens: prompt === null ? null : prompt + (numberAt(wire, "toolUsePromptTokenCount") ?? 0),
    outputTokens: candidates === null && thoughts === null ? null : (candidates ?? 0) + (thoughts ?? 0),
    totalTokens: total,
    reasoningTokens: thoughts,
    cacheReadTokens: numberAt(wire, "cachedContentTokenCount"),
    cacheWriteTokens: null,
    costUsd: null,
    raw: wire,
  };
}
