import { isJsonObject, type JsonObject } from "../../../../chat/json.js";
import type { ChatRequest } from "../../../../chat/request.js";

/** Members by which bodies and additional fields switch reasoning. */
export const thinkingMembers: readonly string[] = [
  "thinking",
  "reasoning",
  "reasoning_config",
  "reasoningConfig",
  "reasoning_effort",
  "include_reasoning",
  "enable_thinking",
  "chat_template_kwargs",
];

/** Members of a provider's own that a factor has, or that are no factor: `usage` only asks for counts, `stream` is the API. */
export const knownMembers: ReadonlySet<string> = new Set([
  ...thinkingMembers,
  "additionalModelRequestFields",
  "guardrailConfig",
  "models",
  "performanceConfig",
  "plugins",
  "preset",
  "provider",
  "route",
  "serviceTier",
  "service_tier",
  "stream",
  "stream_options",
  "transforms",
  "usage",
]);

/** A JSON object without some members. */
export function without(members: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
}

/** The request without some of a provider's own members. */
export function withoutExtra(request: ChatRequest, names: readonly string[]): ChatRequest {
  return { ...request, extra: without(request.extra, names) };
}

/** The request with one of a provider's own members; an empty object is left out. */
export function withExtra(request: ChatRequest, name: string, value: JsonObject): ChatRequest {
  if (Object.keys(value).length === 0) return withoutExtra(request, [name]);
  return { ...request, extra: { ...request.extra, [name]: value } };
}

/** A member that is an object; empty: it is absent, or no object. */
export function objectIn(extra: JsonObject, name: string): JsonObject {
  const value = extra[name];
  return isJsonObject(value) ? value : {};
}
