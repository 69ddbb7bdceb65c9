import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type {
  AssistantMessage,
  AssistantPart,
  Message,
  ReasoningPart,
  ToolCallPart,
  UserPart,
} from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { listAt, objectAt, textAt } from "../../openai/wire-members.js";
import { decodeParts, type Place } from "./parts.js";

/** Decodes the messages of a request one to one. A member that a chat message does not have is a warning with its path. */
export function decodeMessages(wire: readonly JsonValue[], warnings: Warning[]): readonly Message[] {
  const messages: Message[] = [];
  for (const [index, message] of wire.entries()) {
    const field = `messages[${index}]`;
    const lose: Place["lose"] = (member, text) =>
      warnings.push({ id: "not-read", field: field + member, message: text });
    if (!isJsonObject(message)) {
      lose("", "a message that is not an object");
      continue;
    }
    const decoded = decodeMessage(message, { field, lose });
    if (decoded !== null) messages.push(decoded);
  }
  return messages;
}

const readMembers: { readonly [role: string]: readonly string[] } = {
  system: ["role", "content", "name", "cache_control"],
  developer: ["role", "content", "name", "cache_control"],
  user: ["role", "content", "name", "cache_control"],
  tool: ["role", "content", "name", "tool_call_id", "cache_control"],
  assistant: [
    "role",
    "content",
    "name",
    "cache_control",
    "refusal",
    "tool_calls",
    "function_call",
    "reasoning",
    "reasoning_content",
    "reasoning_details",
  ],
};

/** Null: a message of a role that is not known. */
function decodeMessage(wire: JsonObject, place: Place): Message | null {
  const role = textAt(wire, "role");
  const members = role === null ? undefined : readMembers[role];
  if (members === undefined) {
    place.lose(".role", `a message of the role ${JSON.stringify(wire["role"] ?? null)}`);
    return null;
  }
  for (const name of unread(wire, members)) place.lose(`.${name}`, "a member that is not read");
  return decodeByRole(wire, role, place);
}

function decodeByRole(wire: JsonObject, role: string | null, place: Place): Message {
  const name = textAt(wire, "name");
  const content = [...decodeParts(wire["content"], place), ...cachePoint(wire)];
  switch (role) {
    case "system":
    case "developer":
      return { role, parts: content.filter((part) => isTextual(part, place)), name };
    case "tool":
      return {
        role,
        toolCallId: textAt(wire, "tool_call_id"),
        toolName: name,
        parts: content,
        status: null,
      };
    case "assistant":
      return decodeAssistant(
        wire,
        content.filter((part) => isTextual(part, place)),
        place,
      );
    default:
      return { role: "user", parts: content, name };
  }
}

/** A cache mark on the whole message is a boundary after its content (recorded traffic of charmbracelet/fantasy). */
function cachePoint(wire: JsonObject): readonly UserPart[] {
  const cache = objectAt(wire, "cache_control");
  return cache === null ? [] : [{ kind: "cache-point", ttl: textAt(cache, "ttl") }];
}

type TextualPart = Extract<UserPart, { kind: "text" | "cache-point" }>;

function isTextual(part: UserPart, place: Place): part is TextualPart {
  const textual = part.kind === "text" || part.kind === "cache-point";
  if (!textual) place.lose(".content", `a part of kind ${part.kind}, which this role cannot have`);
  return textual;
}

/** Reasoning first, then content, then calls: the wire has no order between its members. */
function decodeAssistant(wire: JsonObject, content: readonly TextualPart[], place: Place): AssistantMessage {
  const refusal = textAt(wire, "refusal");
  const legacy = objectAt(wire, "function_call");
  const parts: AssistantPart[] = [...decodeReasoning(wire), ...content];
  if (refusal !== null) parts.push({ kind: "refusal", text: refusal });
  for (const [index, call] of (listAt(wire, "tool_calls") ?? []).entries()) parts.push(decodeCall(call, index, place));
  if (legacy !== null) parts.push({ kind: "other", raw: { function_call: legacy } });
  return { role: "assistant", parts, name: textAt(wire, "name") };
}

function decodeReasoning(wire: JsonObject): readonly ReasoningPart[] {
  const details = listAt(wire, "reasoning_details");
  const texts = (["reasoning", "reasoning_content"] as const).flatMap((field) => {
    const text = textAt(wire, field);
    return text === null ? [] : [{ field, text }];
  });
  const empty = { kind: "reasoning", signature: null, redacted: null } as const;
  if (texts.length === 0) {
    return details === null ? [] : [{ ...empty, text: null, details, field: "reasoning_details" }];
  }
  return texts.map(({ field, text }, index) => ({ ...empty, text, details: index === 0 ? details : null, field }));
}

function decodeCall(wire: JsonValue, index: number, place: Place): ToolCallPart | AssistantPart {
  const called = isJsonObject(wire) ? objectAt(wire, "function") : null;
  if (!isJsonObject(wire) || called === null) {
    place.lose(`.tool_calls[${index}]`, "a tool call that is not a function call is kept unchanged");
    return { kind: "other", raw: wire };
  }
  for (const name of [...unread(wire, callMembers), ...unread(called, ["name", "arguments"])]) {
    place.lose(`.tool_calls[${index}].${name}`, "a member that is not read");
  }
  return {
    kind: "tool-call",
    id: textAt(wire, "id"),
    name: textAt(called, "name"),
    argumentsText: argumentsOf(called),
  };
}

/** `index` belongs to streams. It means nothing in a replayed message, because the list has an order. */
const callMembers = ["id", "type", "function", "index"];

function unread(wire: JsonObject, known: readonly string[]): readonly string[] {
  return Object.keys(wire).filter((name) => !known.includes(name) && wire[name] !== null);
}

function argumentsOf(called: JsonObject): string | null {
  const value = called["arguments"];
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
