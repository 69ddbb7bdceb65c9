import type { ChatRequest, ReasoningSetting } from "../../../chat/request.js";
import type { Target } from "../../../chat/target.js";
import type { Warn } from "../encode/warning-log.js";
import { Refusal } from "./refusal.js";

/** Brings settings within the limits of the service model (botocore 0e6e240 of 2026-08-07) and of the target. */
export function repairSettings(request: ChatRequest, target: Target, warn: Warn): ChatRequest {
  const temperature = clamp(request.temperature, "temperature", warn);
  return {
    ...request,
    maxOutputTokens: limitTokens(request.maxOutputTokens, target, warn),
    temperature,
    topP: repairTopP(request, target, warn),
    stopSequences: repairStops(request.stopSequences, target, warn),
    reasoning: repairReasoning(request.reasoning, target, warn),
  };
}

function clamp(value: number | null, field: string, warn: Warn): number | null {
  if (value === null) return null;
  const bounded = Math.min(1, Math.max(0, value));
  if (bounded !== value) warn("clamped", field, `${value} is sent as ${bounded}: Converse accepts 0 to 1`);
  return bounded;
}

function repairTopP(request: ChatRequest, target: Target, warn: Warn): number | null {
  const topP = clamp(request.topP, "topP", warn);
  if (request.temperature === null || topP === null || target.quirks.temperatureOrTopP !== true) return topP;
  warn("dropped", "topP", `this model accepts either temperature or topP; ${topP} is not sent`);
  return null;
}

function limitTokens(tokens: number | null, target: Target, warn: Warn): number | null {
  if (tokens === null) return null;
  if (!Number.isInteger(tokens) || tokens < 1) {
    throw new Refusal("maxOutputTokens", `Converse requires a whole number of at least 1, not ${tokens}`);
  }
  const limit = target.capabilities.maxOutputTokens;
  if (limit === null || tokens <= limit) return tokens;
  warn("clamped", "maxOutputTokens", `${tokens} is sent as ${limit}, this model's limit`);
  return limit;
}

const maxStops = 2500;

function repairStops(stops: readonly string[] | null, target: Target, warn: Warn): readonly string[] | null {
  if (stops === null) return null;
  if (target.capabilities.stopSequences === false) {
    warn("dropped", "stopSequences", "this model does not support stop sequences");
    return null;
  }
  const kept = stops.filter((stop, index) => {
    if (stop === "") warn("dropped", `stopSequences[${index}]`, "an empty stop sequence is not sent");
    return stop !== "";
  });
  if (kept.length > maxStops)
    throw new Refusal("stopSequences", `Converse accepts at most ${maxStops}, not ${kept.length}`);
  return kept.length === 0 ? null : kept;
}

/** Claude's smallest reasoning budget (Anthropic documentation, 2026). */
const minBudgetTokens = 1024;

function repairReasoning(setting: ReasoningSetting | null, target: Target, warn: Warn): ReasoningSetting | null {
  if (setting === null || setting.budgetTokens === null || target.quirks.reasoningDialect !== "claude-thinking") {
    return setting;
  }
  if (setting.budgetTokens >= minBudgetTokens) return setting;
  warn("clamped", "reasoning.budgetTokens", `${setting.budgetTokens} is sent as ${minBudgetTokens}, Claude's minimum`);
  return { ...setting, budgetTokens: minBudgetTokens };
}
