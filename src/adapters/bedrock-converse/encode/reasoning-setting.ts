import type { JsonObject } from "../../../chat/json.js";
import type { ReasoningSetting } from "../../../chat/request.js";
import type { Warn } from "../../blocks/warning-log.js";

/** `fields` go into additionalModelRequestFields, `effort` into outputConfig. */
export type EncodedReasoning = { readonly fields: JsonObject; readonly effort: string | null };

type On = { readonly effort: string | null; readonly budgetTokens: number | null };

const nothing: EncodedReasoning = { fields: {}, effort: null };

/** Encodes the reasoning setting in the target's dialect. Without a known dialect nothing is sent, with a warning. */
export function encodeReasoningSetting(
  setting: ReasoningSetting | null,
  dialect: string | null,
  warn: Warn,
): EncodedReasoning {
  if (setting === null || setting.mode === "default") return nothing;
  const encode = dialect === null ? undefined : dialects.get(dialect);
  if (encode === undefined) {
    const who =
      dialect === null ? "no source says how the target is asked for it" : `the dialect ${dialect} is not known`;
    warn("dropped", "reasoning", `reasoning is not sent: ${who}`);
    return nothing;
  }
  return encode(setting.mode === "off" ? null : setting, warn);
}

/** By `quirks.reasoningDialect`; the setting is null for off. */
const dialects: ReadonlyMap<string, (on: On | null, warn: Warn) => EncodedReasoning> = new Map([
  ["claude-thinking", encodeClaude],
  ["nova-reasoning", encodeNova],
  ["effort-flat", encodeFlatEffort],
  ["moonshot-thinking", encodeMoonshot],
]);

/** Anthropic Messages API; `outputConfig.effort` is Converse's own (client-bedrock-runtime 3.1162.0). */
function encodeClaude(on: On | null, warn: Warn): EncodedReasoning {
  if (on === null) return { fields: { thinking: { type: "disabled" } }, effort: null };
  if (on.budgetTokens !== null) {
    return { fields: { thinking: { type: "enabled", budget_tokens: on.budgetTokens } }, effort: on.effort };
  }
  if (on.effort === null)
    warn("dropped", "reasoning", "Claude needs a token budget or an effort to reason; neither is set");
  return { fields: {}, effort: on.effort };
}

/** Nova 2: `reasoningConfig` with `maxReasoningEffort` (Amazon Nova request schema, 2026). */
function encodeNova(on: On | null, warn: Warn): EncodedReasoning {
  if (on === null) return { fields: { reasoningConfig: { type: "disabled" } }, effort: null };
  warnBudget(on, warn);
  const effort = on.effort === null ? {} : { maxReasoningEffort: on.effort };
  return { fields: { reasoningConfig: { type: "enabled", ...effort } }, effort: null };
}

function encodeFlatEffort(on: On | null, warn: Warn): EncodedReasoning {
  if (on === null || on.effort === null) {
    warn(
      "dropped",
      "reasoning",
      `this model accepts only an effort; ${on === null ? "off" : "on"} without one is not sent`,
    );
    return nothing;
  }
  warnBudget(on, warn);
  return { fields: { reasoning_effort: on.effort }, effort: null };
}

/** Moonshot's own switch. Whether Converse passes it on is unknown (no source as of 2026-11). */
function encodeMoonshot(on: On | null, warn: Warn): EncodedReasoning {
  warn("assumed-field", "reasoning", "sent as additionalModelRequestFields.thinking, which Converse may not pass on");
  if (on !== null) warnBudget(on, warn);
  if (on?.effort != null) warn("dropped", "reasoning.effort", "Moonshot has no effort; it is not sent");
  return { fields: { thinking: { type: on === null ? "disabled" : "enabled" } }, effort: null };
}

function warnBudget(on: On, warn: Warn): void {
  if (on.budgetTokens !== null) {
    warn("dropped", "reasoning.budgetTokens", "this model has no reasoning budget; it is not sent");
  }
}
