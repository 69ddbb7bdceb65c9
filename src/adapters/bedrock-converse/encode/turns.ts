import type { AssistantMessage, Message, SystemMessage, ToolMessage, UserMessage } from "../../../chat/message.js";
import type { Warn } from "./warning-log.js";

/** A message with its place in the request as the caller wrote it, which is what warnings name. */
export type Numbered<Kind extends Message = Message> = { readonly index: number; readonly message: Kind };

/** One message of the wire: tool results stand in a user turn there. */
export type Turn =
  | { readonly role: "user"; readonly messages: readonly Numbered<UserMessage | ToolMessage>[] }
  | { readonly role: "assistant"; readonly messages: readonly Numbered<AssistantMessage>[] };

/**
 * Which messages share a turn. `tool-turns`: what Converse itself demands, the results of one round together, and the
 * user's text after them in the same turn; any other neighbours of one role stay apart. `all`: every run of one role.
 */
export type Merging = "tool-turns" | "all";

export function numbered(messages: readonly Message[]): readonly Numbered[] {
  return messages.map((message, index) => ({ index, message }));
}

export function systemOf(messages: readonly Numbered[]): readonly Numbered<SystemMessage>[] {
  return messages.flatMap(({ index, message }) => (isSystem(message) ? [{ index, message }] : []));
}

/** The conversation without its system messages, in turns; a merge that is a translation is a warning. */
export function turnsOf(messages: readonly Numbered[], merging: Merging, warn: Warn): readonly Turn[] {
  const turns: Turn[] = [];
  for (const { index, message } of messages) {
    if (isSystem(message)) continue;
    const last = turns.at(-1);
    if (message.role === "assistant") {
      if (last?.role === "assistant" && merging === "all") {
        warnMerged(index, warn);
        turns[turns.length - 1] = { role: "assistant", messages: [...last.messages, { index, message }] };
      } else turns.push({ role: "assistant", messages: [{ index, message }] });
      continue;
    }
    if (last?.role === "user" && joins(last.messages, message, merging)) {
      if (message.role === "user") warnMerged(index, warn);
      turns[turns.length - 1] = { role: "user", messages: [...last.messages, { index, message }] };
    } else turns.push({ role: "user", messages: [{ index, message }] });
  }
  return turns;
}

export function isSystem(message: Message): message is SystemMessage {
  return message.role === "system" || message.role === "developer";
}

function joins(
  before: readonly Numbered<UserMessage | ToolMessage>[],
  message: UserMessage | ToolMessage,
  merging: Merging,
): boolean {
  if (merging === "all") return true;
  const previous = before.at(-1)?.message.role;
  return message.role === "tool" ? before.every((one) => one.message.role === "tool") : previous === "tool";
}

function warnMerged(index: number, warn: Warn): void {
  warn("merged-turns", `messages[${index}]`, "sent in one turn with the message before it");
}
