import type { RepairStep } from "../../blocks/repair-step.js";

/**
 * Keeps `toolResult.status` only where a source says that the model supports it ("only Nova and Claude 3/4", AWS API
 * reference).
 */
export const repairToolStatus: RepairStep = (messages, { target, warn }) => {
  if (target.quirks.toolResultStatus === true) return messages;
  return messages.map(({ index, message }) => {
    if (message.role !== "tool" || message.status === null) return { index, message };
    warn(
      "dropped",
      `messages[${index}].status`,
      `${message.status} is not sent: no source says that this model supports it`,
    );
    return { index, message: { ...message, status: null } };
  });
};
