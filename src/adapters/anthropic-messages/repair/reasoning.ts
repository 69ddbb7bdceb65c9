import type { AssistantMessage, AssistantPart } from "../../../chat/message.js";
import type { RepairStep } from "../../blocks/repair-step.js";
import { ownReasoning } from "../encode/own-reasoning.js";

/** Reduces reasoning to what this API carries, so that what is left without a signature is known as unsigned. */
export const keepOwnReasoning: RepairStep = (messages, { warn }) =>
  messages.map(({ index, message }) => {
    if (message.role !== "assistant" || !message.parts.some(({ kind }) => kind === "reasoning"))
      return { index, message };
    const parts = message.parts.flatMap((part, at): readonly AssistantPart[] =>
      part.kind === "reasoning" ? ownReasoning(part, `messages[${index}].parts[${at}]`, warn) : [part],
    );
    return { index, message: { ...message, parts } satisfies AssistantMessage };
  });
