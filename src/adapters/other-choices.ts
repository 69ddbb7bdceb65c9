import { isJsonObject, type JsonObject, type JsonValue } from "../chat/json.js";

/** What was seen of a choice that is not read. `index` null: it has none. `finish`: the last word; null: none came. */
export type OtherChoice = { readonly index: number | null; readonly isBlank: boolean; readonly finish: string | null };

/** The choices seen so far with one more, or with more of a known one. */
export function withOtherChoice(seen: readonly OtherChoice[], received: JsonValue): readonly OtherChoice[] {
  const choice = isJsonObject(received) ? received : {};
  const index = typeof choice["index"] === "number" ? choice["index"] : null;
  const known = seen.find((one) => one.index === index);
  if (known === undefined && seen.length >= mostChoices) return seen;
  const now: OtherChoice = {
    index,
    isBlank: (known?.isBlank ?? true) && !showsSomething(choice),
    finish: wordOf(choice) ?? known?.finish ?? null,
  };
  return [...seen.filter((one) => one !== known), now];
}

/** The note about choices that are not read: how many, and which of them are blank or cut. Null when there are none. */
export function otherChoicesNote(seen: readonly OtherChoice[]): string | null {
  if (seen.length === 0) return null;
  const [only] = seen;
  const many = seen.length === 1 ? `choice ${nameOf(only)} also came` : `${seen.length} more choices came`;
  const odd = seen.flatMap((one) => oddityOf(one) ?? []);
  return [`${many}; only the choice with index 0 is read and judged`, ...odd].join("; ");
}

/** OpenAI's limit of `n` (API reference, read 2026-11-28). */
const mostChoices = 128;

function oddityOf({ index, isBlank, finish }: OtherChoice): string | null {
  const faults = [
    ...(isBlank ? ["blank"] : []),
    ...(finish !== null && /^(?:length|max_tokens|model_length)$/i.test(finish) ? ["cut by the token limit"] : []),
    ...(finish === null ? ["without a finish"] : []),
  ];
  return faults.length === 0 ? null : `choice ${index ?? "without an index"} is ${faults.join(" and ")}`;
}

function nameOf(choice: OtherChoice | undefined): string {
  return choice?.index == null ? "without an index" : String(choice.index);
}

function wordOf(choice: JsonObject): string | null {
  const word = choice["finish_reason"] ?? choice["stop_reason"];
  return typeof word === "string" && word !== "" ? word : null;
}

const shownMembers = ["content", "refusal", "tool_calls", "function_call", "audio", "images"] as const;

function showsSomething(choice: JsonObject): boolean {
  const message = choice["delta"] ?? choice["message"];
  if (!isJsonObject(message)) return typeof choice["text"] === "string" && choice["text"].trim() !== "";
  return shownMembers.some((name) => isShown(message[name]));
}

function isShown(value: JsonValue | undefined): boolean {
  if (typeof value === "string") return value.trim() !== "";
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}
