import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, Message, ReasoningPart, ToolCallPart, UserPart } from "../../../chat/message.js";
import { textAt } from "../../openai/wire-members.js";
import { keptNames, keptWire } from "../decode/kept-members.js";
import { reasoningText } from "./item-text.js";
import { decodeAssistantParts, decodeParts } from "./parts.js";
import { type Place, type Warn, warnUnread } from "./place.js";

/**
 * Decodes the input. The API splits one turn of the assistant into items: those between two items of others are one message here. An
 * item that the vocabulary does not have is kept whole among them, so that it keeps its place.
 */
export function decodeInput(input: JsonValue | undefined, warn: Warn): readonly Message[] {
  if (typeof input === "string") return [{ role: "user", parts: [{ kind: "text", text: input }], name: null }];
  if (!Array.isArray(input)) {
    if (input !== undefined) warn("messages-missing", "input", "the input is neither text nor a list of items");
    return [];
  }
  return joined(input.map((item, index) => decodeItem(item, { field: `input[${index}]`, warn })));
}

/** A message, or parts of the turn of the assistant. */
type Decoded = Message | { readonly role: null; readonly parts: readonly AssistantPart[] };

function joined(items: readonly Decoded[]): readonly Message[] {
  const messages: Message[] = [];
  let isOpen = false;
  for (const item of items) {
    const last = messages.at(-1);
    if (item.role !== null) messages.push(item);
    else if (isOpen && last?.role === "assistant")
      messages[messages.length - 1] = { ...last, parts: [...last.parts, ...item.parts] };
    else messages.push({ role: "assistant", parts: item.parts, name: null });
    isOpen = item.role === null;
  }
  return messages;
}

function decodeItem(item: JsonValue, place: Place): Decoded {
  if (!isJsonObject(item)) return kept(item, place);
  switch (textAt(item, "type")) {
    case null:
    case "message":
      return decodeMessage(item, place);
    case "function_call":
      return parts([decodeCall(item, place)]);
    case "function_call_output":
      return decodeOutput(item, place);
    case "reasoning":
      return parts([decodeReasoning(item)]);
    default:
      return kept(item, place);
  }
}

function decodeCall(item: JsonObject, place: Place): ToolCallPart {
  const known = ["type", "id", "status", "call_id", "name", "arguments", ...keptNames("function_call")];
  warnUnread(item, known, place);
  return {
    kind: "tool-call",
    id: textAt(item, "call_id"),
    name: textAt(item, "name"),
    argumentsText: argumentsOf(item["arguments"]),
    ...keptWire("function_call", item),
  };
}

function decodeMessage(item: JsonObject, place: Place): Decoded {
  const role = textAt(item, "role");
  const content = { ...place, field: `${place.field}.content` };
  // The id of an item and whether it is whole are the service's own notes.
  const known = ["type", "id", "status", "role", "content"];
  switch (role) {
    case "assistant":
      warnUnread(item, [...known, ...keptNames("message")], place);
      return parts(decodeAssistantParts(item, content));
    case "user":
      warnUnread(item, known, place);
      return { role, parts: decodeParts(item["content"], content), name: null };
    case "system":
    case "developer": {
      warnUnread(item, known, place);
      const all = decodeParts(item["content"], content);
      return { role, parts: all.filter((part) => isTextual(part, content)), name: null };
    }
    default:
      return kept(item, place);
  }
}

function isTextual(
  part: UserPart,
  { field, warn }: Place,
): part is Extract<UserPart, { kind: "text" | "cache-point" }> {
  const isText = part.kind === "text" || part.kind === "cache-point";
  if (!isText) warn("not-read", field, `a part of kind ${part.kind}, which this role cannot have`);
  return isText;
}

function decodeOutput(item: JsonObject, place: Place): Message {
  warnUnread(item, ["type", "id", "status", "call_id", "output"], place);
  const output = { ...place, field: `${place.field}.output` };
  const value = item["output"];
  // Hosts take an object in place of its text.
  const all = isJsonObject(value) ? [{ kind: "json", value } as const] : decodeParts(value, output);
  return { role: "tool", toolCallId: textAt(item, "call_id"), toolName: null, parts: all, status: null };
}

/** The item is kept whole: it goes back as it came, encrypted content included. */
function decodeReasoning(item: JsonObject): ReasoningPart {
  return {
    kind: "reasoning",
    text: reasoningText(item),
    signature: null,
    redacted: null,
    details: [item],
    field: "reasoning-item",
  };
}

function argumentsOf(value: JsonValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function kept(item: JsonValue, { field, warn }: Place): Decoded {
  const type = isJsonObject(item)
    ? (textAt(item, "type") ?? `the role ${JSON.stringify(item["role"] ?? null)}`)
    : typeof item;
  warn("not-read", field, `an item of ${type} is kept unchanged`);
  return parts([{ kind: "other", raw: item }]);
}

function parts(all: readonly AssistantPart[]): Decoded {
  return { role: null, parts: all };
}
