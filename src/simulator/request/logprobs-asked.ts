import type { JsonObject, JsonValue } from "../../chat/json.js";

/**
 * The alternatives to each token whose log probabilities a body asks for; null: it asks for none. Chat Completions ask by `logprobs: true`, or by a
 * number in the older API; Responses by `include`, without which `top_logprobs` says nothing.
 */
export function logprobsAsked(body: JsonObject): JsonValue {
  const { logprobs, top_logprobs: alternatives, include } = body;
  const count = typeof alternatives === "number" ? alternatives : null;
  if ("input" in body) {
    return Array.isArray(include) && include.includes("message.output_text.logprobs") ? (count ?? 0) : null;
  }
  if (count !== null) return count;
  return logprobs === true ? 0 : typeof logprobs === "number" ? logprobs : null;
}
