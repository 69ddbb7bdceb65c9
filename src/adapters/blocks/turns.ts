import type { AssistantMessage, Message, SystemMessage, ToolMessage, UserMessage } from "../../chat/message.js";
import type { Warn } from "./warning-log.js";

/** A message with its index in the caller's request, which warnings name. */
export type Numbered<Kind extends Message = Message> = { readonly index: number; readonly message: Kind };

/** One message of the wire, where tool results are part of a user turn. */
export type Turn =
  | { readonly role: "user"; readonly messages: readonly Numbered<UserMessage | ToolMessage>[] }
  | { readonly role: "assistant"; readonly messages: readonly Numbered<AssistantMessage>[] };

/**
 * Which messages share a turn. `tool-turns`: only what Converse requires, which is the results of one round together
 * and the user's text after them in the same turn; other neighbours with one role stay separate. `all`: every run of
 * one role.
 */
export type Merging = "tool-turns" | "all";

/** The messages with their indexes. */
export function numbered(messages: readonly Message[]): readonly Numbered[] {
  return messages.map((message, index) => ({ index, message }));
}

/** The system and developer messages, in order. */
export function systemOf(messages: readonly Numbered[]): readonly Numbered<SystemMessage>[] {
  return messages.flatMap(({ index, message }) => (isSystem(message) ? [{ index, message }] : []));
}

/**
 * Groups the conversation, without its system messages, into turns. A merge that the wire does not require is a
 * warning.
 */
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

/** True for a system or developer message. */
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
