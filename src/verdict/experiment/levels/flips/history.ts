import type { AssistantMessage, Message, UserMessage } from "../../../../chat/message.js";
import type { ChatRequest } from "../../../../chat/request.js";
import { referenceOf } from "../../../attribution/question.js";
import { isBlank } from "../../../compare-text.js";
import { everywhere } from "../body-shape.js";
import { callsOf } from "../edit-messages.js";
import { type Flip, type Level, level } from "../flip.js";

/** How much of the conversation is sent. What the user asked last and the reference of the request stay. */
export const history: Flip = {
  id: "history",
  name: "the length of the history",
  reads: ["call-count"],
  takesAway: true,
  pointers: everywhere("/messages/**"),
  source: { source: "getkimchi/kimchi#1063 (a history of 141 messages)", date: "2026-08-19" },
  offer: ({ request: { messages } }) => {
    const at = lastCallingTurn(messages);
    if (at === -1) return shorter(messages, level("last-question", "the last question alone"));
    const turn = messages[at];
    const hasMore = turn?.role === "assistant" && callsOf(turn).length > 1;
    return [
      ...(hasMore ? [level("last-call", "the last question, and the last call with its result")] : []),
      ...shorter(messages, level("last-turn", "the last question, and the last turn with calls with its results")),
    ];
  },
  apply: (request, id) => ({ ...request, messages: withReference(cut(request.messages, id), request) }),
};

function shorter(messages: readonly Message[], one: Level): readonly Level[] {
  return cut(messages, one.id).length < messages.length ? [one] : [];
}

function cut(messages: readonly Message[], id: string): readonly Message[] {
  const system = messages.filter(isSystem);
  const at = lastCallingTurn(messages);
  const turn = messages[at];
  if (turn?.role !== "assistant") {
    const asked = messages.findLastIndex(asksSomething);
    return asked === -1 ? messages : [...system, ...messages.slice(asked).filter((message) => !isSystem(message))];
  }
  const asked = messages.slice(0, at).findLast(asksSomething);
  if (asked === undefined) return messages;
  const after = messages.slice(at + 1).filter((message) => !isSystem(message));
  return [...system, asked, ...(id === "last-call" ? lastCall(turn, after) : [turn, ...after])];
}

function lastCall(turn: AssistantMessage, after: readonly Message[]): readonly Message[] {
  const kept = callsOf(turn).at(-1);
  const parts = turn.parts.filter((part) => part.kind !== "tool-call" || part === kept);
  return [{ ...turn, parts }, ...after.filter((message) => message.role !== "tool" || message.toolCallId === kept?.id)];
}

function lastCallingTurn(messages: readonly Message[]): number {
  return messages.findLastIndex((message) => message.role === "assistant" && callsOf(message).length > 0);
}

function isSystem({ role }: Message): boolean {
  return role === "system" || role === "developer";
}

function asksSomething(message: Message): message is UserMessage {
  return message.role === "user" && message.parts.some((part) => part.kind !== "text" || !isBlank(part.text));
}

/** A reference stands before the first text of the user, whichever that is now. */
function withReference(messages: readonly Message[], before: ChatRequest): readonly Message[] {
  const reference = referenceOf(before);
  if (reference === null || referenceOf({ messages }) !== null) return messages;
  const at = messages.findIndex(({ role, parts }) => role === "user" && parts.some(({ kind }) => kind === "text"));
  return messages.map((message, index) => {
    if (index !== at || message.role !== "user") return message;
    const first = message.parts.findIndex(({ kind }) => kind === "text");
    const parts = message.parts.map((part, place) =>
      place === first && part.kind === "text" ? { ...part, text: reference + part.text } : part,
    );
    return { ...message, parts };
  });
}
