import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Answer } from "../../answer/answer.js";
import { logprobsOfText } from "../chat-logprobs.js";
import { deltasOf } from "../piece.js";
import type { ResponsesEvent } from "./events.js";

/**
 * The events of an output with the log probabilities of their texts, where they were asked for: those of a piece without bytes, those of a
 * whole text with them (openai 6.49, ResponseTextDeltaEvent and ResponseOutputText).
 */
export function scoredEvents(answer: Answer, events: readonly ResponsesEvent[]): readonly ResponsesEvent[] {
  if (answer.logprobs === null) return events;
  const first = events.findIndex(({ type }) => type === "response.output_text.delta");
  return events.map((event, at) => ({ ...event, members: scoredMembers(answer, event, at === first) }));
}

/** An item of an output with the log probabilities of its texts, where they were asked for. */
export function scoredItem(answer: Answer, item: JsonValue): JsonValue {
  if (answer.logprobs === null || !isJsonObject(item) || !Array.isArray(item["content"])) return item;
  return { ...item, content: item["content"].map((part: JsonValue) => scoredPart(answer, part)) };
}

function scoredMembers(answer: Answer, { type, members }: ResponsesEvent, isFirst: boolean): JsonObject {
  switch (type) {
    case "response.output_text.delta":
      return { ...members, logprobs: ofPiece(answer, textIn(members, "delta"), isFirst) };
    case "response.output_text.done":
      return { ...members, logprobs: ofText(answer, textIn(members, "text")) };
    case "response.content_part.done":
      return { ...members, part: scoredPart(answer, members["part"] ?? null) };
    case "response.output_item.done":
      return { ...members, item: scoredItem(answer, members["item"] ?? null) };
    default:
      return members;
  }
}

function scoredPart(answer: Answer, part: JsonValue): JsonValue {
  if (!isJsonObject(part) || part["type"] !== "output_text") return part;
  return { ...part, logprobs: ofText(answer, textIn(part, "text")) };
}

/** A text is scored by its pieces, so that both have the same tokens. */
function ofText(answer: Answer, text: string): JsonValue {
  if (answer.oddities.logprobs === "lists") return logprobsOfText(answer, text, true);
  return deltasOf(text).flatMap((piece, at) => entriesOf(answer, piece, at === 0));
}

function ofPiece(answer: Answer, piece: string, isFirst: boolean): JsonValue {
  if (answer.oddities.logprobs === "lists") return logprobsOfText(answer, piece, isFirst);
  return entriesOf(answer, piece, isFirst).map(withoutBytes);
}

function entriesOf(answer: Answer, piece: string, isFirst: boolean): readonly JsonValue[] {
  const entries = logprobsOfText(answer, piece, isFirst)?.["content"];
  return Array.isArray(entries) ? entries : [];
}

function withoutBytes(entry: JsonValue): JsonValue {
  if (!isJsonObject(entry)) return entry;
  const { bytes: _, top_logprobs: others, ...rest } = entry;
  return { ...rest, ...(Array.isArray(others) ? { top_logprobs: others.map(withoutBytes) } : {}) };
}

function textIn(members: JsonObject, name: string): string {
  const text = members[name];
  return typeof text === "string" ? text : "";
}
