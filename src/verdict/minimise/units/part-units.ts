import type { JsonValue } from "../../../chat/json.js";
import type { Message } from "../../../chat/message.js";
import { memberUnits } from "./json-units.js";
import { textUnits } from "./text-pieces.js";
import type { Unit } from "./unit.js";

/** The unit around a message, and the units of its calls. */
type PartAround = { readonly parent: string | null; readonly calls?: readonly Unit[] };

/** What can go of one message without the message itself: its name or status, each of several parts, and what stands in a part. */
export function partUnits(message: Message, at: number, { parent, calls = [] }: PartAround): readonly Unit[] {
  const pointer = `/messages/${at}`;
  const label = "status" in message ? "status" : "name";
  const value = "status" in message ? message.status : message.name;
  const labelled: readonly Unit[] =
    value === null
      ? []
      : [
          {
            id: `${pointer}/${label}`,
            group: "messages",
            says: `the ${label} of message ${at + 1}`,
            parent,
            takes: [`${pointer}/${label}`],
          },
        ];
  return [
    ...labelled,
    ...message.parts.flatMap((part, index) => {
      const id = `${pointer}/parts/${index}`;
      const says = `the ${partWords[part.kind]} of message ${at + 1}${message.parts.length > 1 ? ` (part ${index + 1})` : ""}`;
      const isText = part.kind === "text";
      const own: readonly Unit[] =
        message.parts.length < 2 || part.kind === "tool-call"
          ? []
          : [{ id, group: isText ? "text" : "messages", says, parent, takes: [id] }];
      const call = calls.find((unit) => unit.id === id);
      return [...own, ...unitsInPart(part, { id, says, parent: own[0]?.id ?? call?.id ?? parent })];
    }),
  ];
}

/**
 * The arguments of a call as a value whose members can go; null: the text is not JSON, or is spaced in another way than we would
 * write it, so that taking a member away would change more.
 */
export function plainArguments(text: string | null): JsonValue {
  if (text === null) return null;
  try {
    const value: JsonValue = JSON.parse(text);
    return JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}

type Part = Message["parts"][number];

const partWords: { readonly [kind in Part["kind"]]: string } = {
  text: "text",
  image: "image",
  document: "document",
  json: "JSON",
  "cache-point": "cache point",
  reasoning: "reasoning",
  "tool-call": "call",
  refusal: "refusal",
  other: "part of an unknown kind",
};

function unitsInPart(
  part: Part,
  { id, says, parent }: { readonly id: string; readonly says: string; readonly parent: string | null },
): readonly Unit[] {
  const place = { parent, group: "text" } as const;
  if (part.kind === "text") return textUnits(part.text, { ...place, pointer: `${id}/text` }, says);
  if (part.kind === "json") return memberUnits(part.value, { ...place, pointer: `${id}/value` }, says);
  if (part.kind !== "tool-call") return [];
  const of = `the arguments of ${says}`;
  return memberUnits(plainArguments(part.argumentsText), { ...place, pointer: `${id}/argumentsText` }, of);
}
