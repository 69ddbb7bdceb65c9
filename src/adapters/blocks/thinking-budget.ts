import type { ReasoningSetting } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { leastBudget } from "../anthropic/write-settings.js";
import type { Warn } from "./warning-log.js";

/** The setting with a budget that Claude accepts; other dialects have none. */
export function repairReasoning(setting: ReasoningSetting | null, target: Target, warn: Warn): ReasoningSetting | null {
  if (setting === null || setting.budgetTokens === null || target.quirks.reasoningDialect !== "claude-thinking") {
    return setting;
  }
  if (setting.budgetTokens >= leastBudget) return setting;
  warn("clamped", "reasoning.budgetTokens", `${setting.budgetTokens} is sent as ${leastBudget}, Claude's minimum`);
  return { ...setting, budgetTokens: leastBudget };
}
