import type { AssistantMessage, AssistantPart } from "../../chat/message.js";
import type { RepairStep } from "./repair-step.js";
import type { Numbered } from "./turns.js";

/** Drops reasoning that the target does not accept back; a message that was nothing else is dropped too. */
export const dropUnsignedReasoning: RepairStep = (messages, { target, service, warn }) => {
  const replay = target.quirks.reasoningReplay ?? (service.takesUnsignedReasoning ? "keep" : "drop");
  if (replay === "keep") return messages;
  return messages.flatMap(({ index, message }): Numbered[] => {
    if (message.role !== "assistant") return [{ index, message }];
    const parts = message.parts.filter((part, partIndex) => {
      if (!isUnsigned(part)) return true;
      const field = `messages[${index}].parts[${partIndex}]`;
      warn("reasoning-dropped", field, "this target does not accept unsigned reasoning back");
      return false;
    });
    if (parts.length === 0 && message.parts.length > 0) return [];
    return [{ index, message: { ...message, parts } satisfies AssistantMessage }];
  });
};

function isUnsigned(part: AssistantPart): boolean {
  return part.kind === "reasoning" && part.signature === null && part.redacted === null;
}
