import type { AssistantMessage, AssistantPart } from "../../chat/message.js";
import type { RepairStep } from "./repair-step.js";
import type { Warn } from "./warning-log.js";

/** Puts reasoning before text before calls, as Claude requires. */
export const orderAssistantParts: RepairStep = (messages, { warn }) =>
  messages.map((one) => {
    if (one.message.role !== "assistant") return one;
    const parts = inOrder(one.message.parts, one.index, warn);
    return { index: one.index, message: { ...one.message, parts } satisfies AssistantMessage };
  });

function inOrder(parts: readonly AssistantPart[], index: number, warn: Warn): readonly AssistantPart[] {
  const sorted = [...parts].sort((one, other) => rank(one) - rank(other));
  if (sorted.some((part, position) => part !== parts[position])) {
    warn("parts-reordered", `messages[${index}].parts`, "sent as reasoning, then text, then tool calls");
  }
  return sorted;
}

function rank({ kind }: AssistantPart): number {
  if (kind === "reasoning") return 0;
  return kind === "tool-call" ? 2 : 1;
}
