import type { Target } from "../../../chat/target.js";
import type { Numbered } from "../encode/turns.js";
import type { Warn } from "../encode/warning-log.js";

/**
 * Keeps `toolResult.status` only where a source says that the model supports it ("only Nova and Claude 3/4", AWS API
 * reference).
 */
export function repairToolStatus(messages: readonly Numbered[], target: Target, warn: Warn): readonly Numbered[] {
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
}
