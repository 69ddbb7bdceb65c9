import type { JsonObject } from "../../chat/json.js";
import type { ReasoningSetting } from "../../chat/request.js";

/** OpenRouter's `reasoning`, the same in both of OpenAI's APIs (docs, reasoning tokens, read 2026-08). */
export function openRouterReasoning({ mode, effort, budgetTokens }: ReasoningSetting): JsonObject {
  if (mode === "off") return { enabled: false };
  if (effort === null && budgetTokens === null) return { enabled: true };
  return { ...(effort === null ? {} : { effort }), ...(budgetTokens === null ? {} : { max_tokens: budgetTokens }) };
}
