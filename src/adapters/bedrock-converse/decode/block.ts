import type { ChatEvent } from "../../../chat/event.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { readReasoning } from "../../reasoning-value.js";
import { listOf, memberOf, objectOf, textOf } from "../wire.js";

/** Decodes one content block of a unary reply into the events of part number `part`. */
export function decodeBlock(block: JsonValue, part: number): readonly ChatEvent[] {
  return [...blockEvents(block, part), ...unreadMembers(block, part), { kind: "part-end", part }];
}

function blockEvents(block: JsonValue, part: number): readonly ChatEvent[] {
  if (!isJsonObject(block)) return [otherPart(block, part), noteOther(part, "not an object")];
  const text = textOf(block, "text");
  if (text !== null) return textEvents(text, part);
  const call = objectOf(block, "toolUse");
  if (call !== null && textOf(call, "type") !== "server_tool_use") return callEvents(call, part);
  const reasoning = objectOf(block, "reasoningContent");
  if (reasoning !== null) return reasoningEvents(reasoning, part);
  const citations = objectOf(block, "citationsContent");
  if (citations !== null) return citedEvents(citations, part);
  return [otherPart(block, part), noteOther(part, Object.keys(block).join(", "))];
}

/** A block has one member; what stands beside it is not read. A block of an unknown kind is kept whole. */
function unreadMembers(block: JsonValue, index: number): readonly ChatEvent[] {
  if (!isJsonObject(block)) return [];
  const [read, ...others] = kinds.filter((name) => block[name] !== undefined);
  if (read === undefined) return [];
  const names = [...Object.keys(block).filter((name) => !kinds.includes(name)), ...others];
  return names.map((name) => {
    const message = `the reply has a member output.message.content[${index}].${name}, which is not read`;
    return { kind: "note", note: { id: "unknown-field", message } };
  });
}

/** The members that a block is read by, in the order in which they count. */
const kinds: readonly string[] = ["text", "toolUse", "reasoningContent", "citationsContent"];

function textEvents(text: string, part: number): readonly ChatEvent[] {
  return [
    { kind: "text-start", part },
    { kind: "text-delta", part, text },
  ];
}

/**
 * On this wire the arguments are a JSON document; their text is that document, serialised. An empty text and null are no document:
 * they are what a stream without arguments sends.
 */
function callEvents(call: JsonObject, part: number): readonly ChatEvent[] {
  const input = memberOf(call, "input");
  return [
    {
      kind: "tool-call-start",
      part,
      id: textOf(call, "toolUseId"),
      name: textOf(call, "name"),
      argumentsText: input === undefined || input === null ? null : input === "" ? "" : JSON.stringify(input),
    },
  ];
}

function reasoningEvents(reasoning: JsonObject, part: number): readonly ChatEvent[] {
  const shown = objectOf(reasoning, "reasoningText");
  const redacted = textOf(reasoning, "redactedContent");
  const other = shown === null && redacted === null ? (readReasoning(reasoning)[0] ?? null) : null;
  const text = shown === null ? (other?.text ?? null) : textOf(shown, "text");
  const signature = shown === null ? (other?.signature ?? null) : textOf(shown, "signature");
  return [
    { kind: "reasoning-start", part, field: "reasoningContent" },
    ...(text === null ? [] : [{ kind: "reasoning-delta", part, text } as const]),
    ...(signature === null ? [] : [{ kind: "reasoning-signature", part, signature } as const]),
    ...(redacted === null ? [] : [{ kind: "reasoning-redacted", part, redacted } as const]),
  ];
}

/** The text of a cited answer is text; the citations stay only in the recorded bytes. */
function citedEvents(cited: JsonObject, part: number): readonly ChatEvent[] {
  const texts = (listOf(cited, "content") ?? []).flatMap((one) => {
    const text = isJsonObject(one) ? textOf(one, "text") : null;
    return text === null ? [] : [{ kind: "text-delta", part, text } as const];
  });
  const count = listOf(cited, "citations")?.length ?? 0;
  return [
    { kind: "text-start", part },
    ...texts,
    {
      kind: "note",
      note: { id: "citations", message: `${count} citations came with the text; only the text is kept` },
    },
  ];
}

function otherPart(raw: JsonValue, part: number): ChatEvent {
  return { kind: "other-part", part, raw };
}

/** In a unary reply every block is a part, so that the part's number is the block's index. */
function noteOther(index: number, what: string): ChatEvent {
  const message = `output.message.content[${index}] (${what}) is of a kind that is not read, and kept unchanged`;
  return { kind: "note", note: { id: "unknown-block", message } };
}
