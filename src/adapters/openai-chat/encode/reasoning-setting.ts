import type { JsonObject } from "../../../chat/json.js";
import type { Warning } from "../../../chat/reply.js";
import type { ReasoningSetting } from "../../../chat/request.js";
import { openRouterReasoning } from "../../openai/openrouter-reasoning.js";

/**
 * Encodes the reasoning setting in the target's dialect. `openrouter`: `reasoning` with `effort`, `max_tokens` or
 * `enabled` (docs, reasoning tokens). `moonshot-thinking`: `thinking.type` (Moonshot docs, K2.5; DeepSeek accepts the
 * same). `effort-flat`: `reasoning_effort` (OpenAI). All read 2026-08. What the dialect cannot express is a warning.
 */
export function encodeReasoningSetting(
  setting: ReasoningSetting,
  dialect: string | null,
  warnings: Warning[],
): JsonObject {
  const drop = (member: "mode" | "effort" | "budgetTokens", message: string) =>
    warnings.push({ id: "reasoning-setting-dropped", field: `reasoning.${member}`, message });
  if (setting.mode === "default") return {};
  switch (dialect) {
    case "openrouter":
      return { reasoning: openRouterReasoning(setting) };
    case "moonshot-thinking":
      if (setting.effort !== null) drop("effort", "this dialect has no effort");
      if (setting.budgetTokens !== null) drop("budgetTokens", "this dialect has no token budget");
      return { thinking: { type: setting.mode === "off" ? "disabled" : "enabled" } };
    case "effort-flat":
      if (setting.budgetTokens !== null) drop("budgetTokens", "this dialect has no token budget");
      if (setting.mode === "on" && setting.effort !== null) return { reasoning_effort: setting.effort };
      drop("mode", `this dialect cannot turn reasoning ${setting.mode} without an effort`);
      return {};
    default:
      drop(
        "mode",
        `the target has ${dialect === null ? "no reasoning dialect" : `the dialect ${dialect}, which is another API's`}`,
      );
      return {};
  }
}
