import { isJsonObject, type JsonObject } from "../../../../chat/json.js";
import type { ToolCallPart } from "../../../../chat/message.js";
import type { Warning } from "../../../../chat/reply.js";
import { parseJson } from "../../../../wire/json.js";
import { isUsableId } from "../../../openai-chat/server/encode-reply/call.js";
import { derivedCallId, type ReplyIdentity } from "../../../openai-chat/server/encode-reply/identity.js";
import { wrappedArguments } from "../read-request/arguments.js";

/** Where a call stands among the blocks and among the calls of its reply, and the list that collects warnings about it. */
export type CallPlace = {
  readonly at: number;
  readonly index: number;
  readonly identity: ReplyIdentity;
  readonly warnings: Warning[];
};

/** Encodes a call of a whole reply. `input` is an object: text that is none is kept in one, with a warning. */
export function encodeCall(part: ToolCallPart, place: CallPlace): JsonObject {
  return callBlock(callId(part.id, place), callName(part.name, place), inputOf(part.argumentsText, place));
}

/** A call as the API sends it. `caller`: the model itself called. */
export function callBlock(id: string, name: string, input: JsonObject): JsonObject {
  return { type: "tool_use", id, name, input, caller: { type: "direct" } };
}

/** The provider's id unchanged, or a derived one with a warning: a client can only answer a call that has an id. */
export function callId(id: string | null, { at, index, identity, warnings }: CallPlace): string {
  if (isUsableId(id)) return id;
  const derived = derivedCallId(identity, index);
  const message = `the provider sent ${id === null ? "no id" : "a blank id"}; ${derived} replaces it`;
  warnings.push({ id: "tool-call-id-derived", field: `content[${at}].id`, message });
  return derived;
}

/** The provider's name; blank with a warning where it sent none, because a name cannot be guessed and clients require the member. */
export function callName(name: string | null, { at, warnings }: CallPlace): string {
  if (name === null) {
    const message = "the provider sent a call without a name";
    warnings.push({ id: "tool-call-name-missing", field: `content[${at}].name`, message });
  }
  return name ?? "";
}

/** Says what is wrong with the arguments of a call in a stream, which were sent as they came. */
export function warnOfArguments(text: string, place: CallPlace): void {
  if (objectOf(text, place) === null) warnNoObject(place, "they are sent as they came");
}

function inputOf(text: string | null, place: CallPlace): JsonObject {
  const given = text ?? "";
  const read = objectOf(given, place);
  if (read !== null) return read;
  const wrapped = wrappedArguments(given);
  warnNoObject(place, `their text is in ${Object.keys(wrapped).join()}`);
  return wrapped;
}

/** The arguments as an object, for blank ones an empty one with a warning; null: they are no object. */
function objectOf(text: string, { at, warnings }: CallPlace): JsonObject | null {
  if (text.trim() === "") {
    const message = "the provider sent a call without arguments; {} replaces them";
    warnings.push({ id: "arguments-filled", field: `content[${at}].input`, message });
    return {};
  }
  const parsed = parseJson(text);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}

function warnNoObject({ at, warnings }: CallPlace, what: string): void {
  const message = `the arguments are not a JSON object; ${what}`;
  warnings.push({ id: "arguments-not-object", field: `content[${at}].input`, message });
}
