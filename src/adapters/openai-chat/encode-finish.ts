import type { JsonObject } from "../../chat/json.js";
import type { Finish } from "../../chat/reply.js";

/**
 * A finish in OpenAI's closed words, with the provider's own beside it where that says more (`native_finish_reason`, as
 * OpenRouter names it). A reply that calls tools finishes with `tool_calls` whatever the provider says: clients look nowhere
 * else. A word that nobody knows is `stop`.
 */
export function encodeFinish(finish: Finish | null, hasCalls: boolean): JsonObject {
  const raw = finish?.nativeRaw ?? finish?.raw ?? null;
  const word = hasCalls && finish?.kind !== "length" ? "tool_calls" : wordOf(finish);
  return { finish_reason: word, ...(raw === null || raw === word ? {} : { native_finish_reason: raw }) };
}

function wordOf(finish: Finish | null): string {
  switch (finish?.kind) {
    case "length":
      return "length";
    case "content-filter":
      return "content_filter";
    default:
      return "stop";
  }
}
