import type { JsonObject } from "../../../../chat/json.js";
import type { ToolCallPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import { derivedCallId, type ReplyIdentity } from "./identity.js";

/** Where a call stands among the calls of its reply, and where it is told what had to be added to it. */
export type CallPlace = { readonly index: number; readonly identity: ReplyIdentity; readonly warnings: Warning[] };

/** A tool call of a whole reply. Arguments are the text that came, also when it is no JSON. */
export function encodeCall(part: ToolCallPart, place: CallPlace): JsonObject {
  return { id: callId(part.id, place), type: "function", function: encodeFunction(part, place) };
}

/** Is it an id that a client can send back? A blank one cannot be told from another blank one. */
export function isUsableId(id: string | null): id is string {
  return id !== null && id.trim() !== "";
}

/** The id that came, or one that is derived, which is a warning. */
export function callId(id: string | null, { index, identity, warnings }: CallPlace): string {
  if (isUsableId(id)) return id;
  const derived = derivedCallId(identity, index);
  const message = `the provider sent ${id === null ? "no id" : "a blank id"}; ${derived} stands in its place`;
  warnings.push({ id: "tool-call-id-derived", field: `choices[0].message.tool_calls[${index}].id`, message });
  return derived;
}

/** Arguments as clients can parse them: `{}` where none came, which is a warning. */
export function argumentsOrEmpty(argumentsText: string | null, { index, warnings }: CallPlace): string {
  if (argumentsText !== null && argumentsText.trim() !== "") return argumentsText;
  warnings.push({
    id: "arguments-filled",
    field: `choices[0].message.tool_calls[${index}].function.arguments`,
    message: "the call came without arguments; {} stands in their place",
  });
  return "{}";
}

/** A name cannot be guessed: without one the member is left out, which is a warning. */
export function nameMember(name: string | null, { index, warnings }: CallPlace): JsonObject {
  if (name !== null) return { name };
  const field = `choices[0].message.tool_calls[${index}].function.name`;
  warnings.push({ id: "tool-call-name-missing", field, message: "the provider sent a call without a name" });
  return {};
}

function encodeFunction(part: ToolCallPart, place: CallPlace): JsonObject {
  return { ...nameMember(part.name, place), arguments: argumentsOrEmpty(part.argumentsText, place) };
}
