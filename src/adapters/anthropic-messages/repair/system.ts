import type { RepairStep } from "../../blocks/repair-step.js";
import { isSystem } from "../../blocks/turns.js";

/** Warns of each system message inside the conversation: they are sent before it, since most models refuse them there. */
export const warnMovedSystem: RepairStep = (messages, { warn }) => {
  const start = messages.findIndex(({ message }) => !isSystem(message));
  messages.forEach(({ index, message }, at) => {
    if (start === -1 || at < start || !isSystem(message)) return;
    warn("system-moved", `messages[${index}]`, "a system message inside the conversation is sent before it");
  });
  return messages;
};
