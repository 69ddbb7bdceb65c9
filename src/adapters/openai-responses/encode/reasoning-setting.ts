import type { JsonObject } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ReasoningSetting } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { openRouterReasoning } from "../../openai/openrouter-reasoning.js";

/**
 * Encodes the reasoning setting as `reasoning.effort`, which is part of this API. Off is the effort `none` (openai 6.49,
 * Reasoning: gpt-5.1 and later). OpenRouter also has `max_tokens` and `enabled` there (OpenRouterTeam/typescript-sdk,
 * ReasoningConfig, 2026-11). What cannot be said is a warning.
 */
export function encodeReasoningSetting(
  setting: ReasoningSetting,
  { target, warnings }: { readonly target: Target; readonly warnings: Warning[] },
): JsonObject {
  const { mode, effort, budgetTokens } = setting;
  if (mode === "default") return {};
  if (target.quirks.reasoningDialect === "openrouter") return { reasoning: openRouterReasoning(setting) };
  const drop = (member: "mode" | "budgetTokens", message: string) =>
    warnings.push({ id: "reasoning-setting-dropped", field: `reasoning.${member}`, message });
  if (mode === "off") return { reasoning: { effort: "none" } };
  if (budgetTokens !== null) drop("budgetTokens", "this API has no token budget for reasoning");
  if (effort !== null) return { reasoning: { effort } };
  drop("mode", "this API cannot turn reasoning on without an effort");
  return {};
}
