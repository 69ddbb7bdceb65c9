import type { AssistantMessage, Message } from "../../../chat/message.js";
import { callsOf } from "./edit-messages.js";

/**
 * What is wrong with the order of a conversation, as any service would refuse it; null: nothing. A result without its call, a call
 * without its result, a turn without content, and two turns of the assistant in a row.
 */
export function historyProblem(messages: readonly Message[]): string | null {
  let open: string[] = [];
  let before: Message | null = null;
  for (const [at, message] of messages.entries()) {
    if (message.role === "system" || message.role === "developer") continue;
    if (message.role === "tool") {
      const answered = open.indexOf(message.toolCallId ?? "");
      if (answered === -1) return `messages[${at}] is the result of no call before it`;
      open = open.filter((_, index) => index !== answered);
    } else {
      if (open.length > 0) return `messages[${at}] stands before the result of ${open.join(", ")}`;
      if (message.parts.length === 0) return `messages[${at}] has no content`;
      if (message.role === "assistant") {
        if (before === null) return `messages[${at}] is the assistant's, before the user has said anything`;
        if (before.role === "assistant") return `messages[${at}] follows another turn of the assistant`;
        open = idsOf(message);
      }
    }
    before = message;
  }
  return open.length === 0 ? null : `the result of ${open.join(", ")} is missing`;
}

function idsOf(turn: AssistantMessage): string[] {
  return callsOf(turn).map(({ id }) => id ?? "");
}
