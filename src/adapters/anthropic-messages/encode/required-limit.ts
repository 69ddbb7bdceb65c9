import type { ChatRequest } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { Warn } from "../../blocks/warning-log.js";

/** What every model of the API can write: the limit of Claude 3 (Anthropic, "Models overview", read 2026-08). */
const smallestLimit = 4096;

/** The request with the limit that the API requires: its own, else the target's, else what every model can write. */
export function withRequiredLimit(request: ChatRequest, target: Target, warn: Warn): ChatRequest {
  if (request.maxOutputTokens !== null) return request;
  const { maxOutputTokens: known } = target.capabilities;
  const limit = known ?? smallestLimit;
  const whose = known === null ? "what every model can write" : "this model's limit";
  warn("limit-required", "maxOutputTokens", `Messages requires max_tokens; ${limit} is sent, ${whose}`);
  return { ...request, maxOutputTokens: limit };
}
