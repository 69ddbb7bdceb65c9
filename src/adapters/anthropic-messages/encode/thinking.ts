import type { JsonObject } from "../../../chat/json.js";
import type { ReasoningSetting } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import { budgetedThinking, leastBudget } from "../../anthropic/write-settings.js";
import type { Warn } from "../../blocks/warning-log.js";

/** `thinking` null: not sent. `effort` goes into `output_config`. */
export type EncodedThinking = { readonly thinking: JsonObject | null; readonly effort: string | null };

/**
 * Encodes the reasoning setting: a budget as thinking with that budget, anything else as adaptive thinking, whose depth the effort says.
 * Claude before 4.6 has no adaptive thinking, and from Opus 4.7 on it has no other (vercel.com/docs/ai-gateway, "Anthropic Reasoning",
 * 2026-09-08); the dialect `claude-thinking` marks the former, which get the smallest budget where none is given.
 */
export function encodeThinking(setting: ReasoningSetting | null, target: Target, warn: Warn): EncodedThinking {
  if (setting === null) return { thinking: null, effort: null };
  // An effort alone is about more than thinking, and is sent without it.
  if (setting.mode === "default") return { thinking: null, effort: setting.effort };
  if (setting.mode === "off") return { thinking: { type: "disabled" }, effort: setting.effort };
  const { budgetTokens, effort } = setting;
  if (budgetTokens !== null) return { thinking: budgetedThinking(budgetTokens), effort };
  if (!needsBudget(target)) return { thinking: { type: "adaptive" }, effort };
  if (effort !== null)
    warn("dropped", "reasoning.effort", `this model has a budget and no effort; ${effort} is not sent`);
  warn("budget-defaulted", "reasoning.budgetTokens", `thinking needs a budget; ${leastBudget} is sent`);
  return { thinking: budgetedThinking(leastBudget), effort: null };
}

/** True for a model that thinks only within a budget. */
export function needsBudget({ quirks }: Target): boolean {
  return quirks.reasoningDialect === "claude-thinking";
}
