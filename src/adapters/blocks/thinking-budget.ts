import type { ReasoningSetting } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { Warn } from "./warning-log.js";

/** Claude's smallest reasoning budget (Anthropic documentation, 2026). */
export const minBudgetTokens = 1024;

/** The setting with a budget that Claude accepts; other dialects have none. */
export function repairReasoning(setting: ReasoningSetting | null, target: Target, warn: Warn): ReasoningSetting | null {
  if (setting === null || setting.budgetTokens === null || target.quirks.reasoningDialect !== "claude-thinking") {
    return setting;
  }
  if (setting.budgetTokens >= minBudgetTokens) return setting;
  warn("clamped", "reasoning.budgetTokens", `${setting.budgetTokens} is sent as ${minBudgetTokens}, Claude's minimum`);
  return { ...setting, budgetTokens: minBudgetTokens };
}
