import type { AssistantMessage } from "../../../chat/message.js";
import type { ChatRequest, ReasoningSetting } from "../../../chat/request.js";
import { leastBudget } from "../../anthropic/write-settings.js";
import type { RepairContext } from "../../blocks/repair-step.js";
import type { Warn } from "../../blocks/warning-log.js";
import { needsBudget } from "../encode/thinking.js";

/**
 * Brings thinking and the settings beside it within the API's rules (Anthropic, "Extended thinking", read 2026-08): a budget of at least
 * 1024 and below the limit of the reply, no forced tool, a last turn that begins with thinking, and no other sampling.
 */
export function repairThinking(request: ChatRequest, { target, warn }: RepairContext): ChatRequest {
  const asked = request.reasoning;
  if (asked === null || asked.mode !== "on") return request;
  const reasoning = repairEffort(asked, warn);
  if (reasoning.mode !== "on") return { ...request, reasoning };
  const isBudgeted = reasoning.budgetTokens !== null || needsBudget(target);
  const obstacle = obstacleTo(request, isBudgeted);
  if (obstacle !== null) {
    warn("thinking-dropped", "reasoning", `thinking is not asked for: ${obstacle}`);
    return { ...request, reasoning: null };
  }
  const budgetTokens = repairBudget(reasoning.budgetTokens, request.maxOutputTokens, warn);
  return { ...repairSampling(request, warn), reasoning: { ...reasoning, budgetTokens } };
}

/** Words of other vendors for an effort (OpenAI, "Reasoning", read 2026-11), in Claude's words. */
function repairEffort(setting: ReasoningSetting, warn: Warn): ReasoningSetting {
  if (setting.effort === "none") {
    warn("effort-translated", "reasoning.effort", "none is sent as thinking that is off");
    return { ...setting, mode: "off", effort: null };
  }
  if (setting.effort !== "minimal") return setting;
  warn("effort-translated", "reasoning.effort", "minimal is sent as low");
  return { ...setting, effort: "low" };
}

function obstacleTo({ toolChoice, maxOutputTokens, messages }: ChatRequest, isBudgeted: boolean): string | null {
  if (toolChoice?.kind === "required" || toolChoice?.kind === "tool") return "it cannot be with a forced tool";
  if (!isBudgeted) return null;
  if (maxOutputTokens !== null && maxOutputTokens <= leastBudget) {
    return `it needs a budget of ${leastBudget}, and the reply has ${maxOutputTokens} tokens`;
  }
  const last = lastOpenTurn(messages);
  return last !== null && !beginsWithThinking(last) ? "the last turn of the assistant has no signed thinking" : null;
}

/** The assistant's turn that the model would go on from: a prefill, or one whose calls were just answered. */
function lastOpenTurn(messages: ChatRequest["messages"]): AssistantMessage | null {
  const last = messages.findLast(({ role }) => role === "assistant" || role === "user");
  return last?.role === "assistant" ? last : null;
}

function beginsWithThinking({ parts }: AssistantMessage): boolean {
  const [first] = parts;
  return first?.kind === "reasoning" && (first.signature !== null || first.redacted !== null || first.details !== null);
}

function repairBudget(asked: number | null, limit: number | null, warn: Warn): number | null {
  if (asked === null) return null;
  const most = limit === null ? asked : limit - 1;
  const sent = Math.min(Math.max(asked, leastBudget), most);
  if (sent !== asked) {
    warn(
      "clamped",
      "reasoning.budgetTokens",
      `${asked} is sent as ${sent}: at least ${leastBudget}, below the reply's limit`,
    );
  }
  return sent;
}

/** "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode" (2026-11); so with top_k, and top_p below 0.95. */
function repairSampling(request: ChatRequest, warn: Warn): ChatRequest {
  const drop = (name: "temperature" | "topP" | "topK", isAccepted: boolean): number | null => {
    const value = request[name];
    if (value === null || isAccepted) return value;
    warn("dropped", name, `thinking does not go with it; ${value} is not sent`);
    return null;
  };
  const { temperature, topP } = request;
  return {
    ...request,
    temperature: drop("temperature", temperature === 1),
    topP: drop("topP", topP !== null && topP >= 0.95),
    topK: drop("topK", false),
  };
}
