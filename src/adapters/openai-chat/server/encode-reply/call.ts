import type { JsonObject } from "../../../../chat/json.js";
import type { ToolCallPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import { derivedCallId, type ReplyIdentity } from "./identity.js";

/** The index of a call among the calls of its reply, and the list that collects warnings about it. */
export type CallPlace = { readonly index: number; readonly identity: ReplyIdentity; readonly warnings: Warning[] };

/** Encodes a tool call of a whole reply. Arguments keep their text, even when it is not JSON. */
export function encodeCall(part: ToolCallPart, place: CallPlace): JsonObject {
  return { id: callId(part.id, place), type: "function", function: encodeFunction(part, place) };
}

/** True for an id that a client can send back. Two blank ids could not be distinguished. */
export function isUsableId(id: string | null): id is string {
  return id !== null && id.trim() !== "";
}

/** The provider's id, or a derived one with a warning. */
export function callId(id: string | null, { index, identity, warnings }: CallPlace): string {
  if (isUsableId(id)) return id;
  const derived = derivedCallId(identity, index);
  const message = `the provider sent ${id === null ? "no id" : "a blank id"}; ${derived} replaces it`;
  warnings.push({ id: "tool-call-id-derived", field: `choices[0].message.tool_calls[${index}].id`, message });
  return derived;
}

/** Arguments that clients can parse: `{}` with a warning where the provider sent none. */
export function argumentsOrEmpty(argumentsText: string | null, { index, warnings }: CallPlace): string {
  if (argumentsText !== null && argumentsText.trim() !== "") return argumentsText;
  warnings.push({
    id: "arguments-filled",
    field: `choices[0].message.tool_calls[${index}].function.arguments`,
    message: "the provider sent a call without arguments; {} replaces them",
  });
  return "{}";
}

/** The `name` member; left out with a warning where the provider sent none, because a name cannot be guessed. */
export function nameMember(name: string | null, { index, warnings }: CallPlace): JsonObject {
  if (name !== null) return { name };
  const field = `choices[0].message.tool_calls[${index}].function.name`;
  warnings.push({ id: "tool-call-name-missing", field, message: "the provider sent a call without a name" });
  return {};
}

function encodeFunction(part: ToolCallPart, place: CallPlace): JsonObject {
  return { ...nameMember(part.name, place), arguments: argumentsOrEmpty(part.argumentsText, place) };
}
