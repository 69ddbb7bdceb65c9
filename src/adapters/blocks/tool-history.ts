import type { Message } from "../../chat/message.js";

/** The path of the first message with a tool call or a tool result; null: the history has none. */
export function firstToolBlock(messages: readonly Message[]): string | null {
  const first = messages.findIndex(
    (message) =>
      message.role === "tool" ||
      (message.role === "assistant" && message.parts.some((part) => part.kind === "tool-call")),
  );
  return first === -1 ? null : `messages[${first}]`;
}
