import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { WireMembers } from "../../../chat/message.js";

/**
 * The members that a part of a chat has no place for, and that the API wants back: the phase of a message (OpenAI API, openai-node
 * 6.49.0: ResponseOutputMessage.phase, "preserve and resend"), the namespace and the caller of a call (ResponseFunctionToolCall).
 */
const keptMembers = { message: ["phase"], function_call: ["namespace", "caller"] } as const;

type KeptType = keyof typeof keptMembers;

/** The names of the kept members of an item. */
export function keptNames(type: KeptType): readonly string[] {
  return keptMembers[type];
}

/** What a part keeps of its item, as `wire`; nothing where the item has none of these members. */
export function keptWire(type: KeptType, item: JsonObject | null): { readonly wire?: WireMembers } {
  const members = keptOf(type, item ?? {});
  return Object.keys(members).length === 0 ? {} : { wire: { type, ...members } };
}

/** The kept members of a part that came from such an item; none for a part of another API. */
export function keptMembersOf(type: KeptType, wire: WireMembers | undefined): JsonObject {
  return wire?.["type"] === type ? keptOf(type, wire) : {};
}

function keptOf(type: KeptType, from: JsonObject): JsonObject {
  const kept: { [name: string]: JsonValue } = {};
  for (const name of keptMembers[type]) {
    const value = from[name];
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return kept;
}
