import { isJsonObject, type JsonValue } from "../../../chat/json.js";
import { newPart, noteEach, noteOnce } from "../../draft-notes.js";
import { listAt, textAt } from "../../openai/wire-members.js";
import { type Draft, putItem, type TextKind } from "./stream-state.js";
import { beginText, type TextAddress } from "./texts.js";

/** The kind of a part of `content` or `summary`, and its text. A part that the vocabulary does not have is `other`. */
export function readPart(part: JsonValue | undefined): { readonly kind: TextKind; readonly text: string } {
  if (!isJsonObject(part)) return { kind: "other", text: "" };
  const kind = kinds.get(textAt(part, "type") ?? "");
  const text = textAt(part, kind === "refusal" ? "refusal" : "text");
  return kind === undefined || text === null ? { kind: "other", text: "" } : { kind, text };
}

/** OpenAI API (openai-node 6.49.0): ResponseOutputText, ResponseOutputRefusal, ResponseReasoningItem. `text`: older copies of the API. */
const kinds: ReadonlyMap<string, TextKind> = new Map([
  ["output_text", "text"],
  ["text", "text"],
  ["refusal", "refusal"],
  ["reasoning_text", "reasoning"],
  ["summary_text", "reasoning"],
]);

/** Keeps a part of a kind that the vocabulary does not have, once. */
export function keepOther(draft: Draft, address: TextAddress, raw: JsonValue): void {
  beginText(draft, address);
  const item = draft.items[address.item];
  if (item === undefined) return;
  const part = newPart(draft);
  const type = isJsonObject(raw) ? textAt(raw, "type") : typeof raw;
  noteEach(draft, "unknown-content", `content of a kind that is not read, kept as it came: ${type}`);
  draft.events.push({ kind: "other-part", part, raw });
  const { list, index } = address.place;
  const isIt = (text: { readonly place: TextAddress["place"] }) =>
    text.place.list === list && text.place.index === index;
  putItem(draft, address.item, {
    ...item,
    texts: item.texts.map((text) => (isIt(text) ? { ...text, part } : text)),
  });
}

/** The annotations of a text stay only in the recorded bytes. */
export function noteAnnotations(draft: Draft, part: JsonValue): void {
  const count = isJsonObject(part) ? (listAt(part, "annotations")?.length ?? 0) : 0;
  if (count > 0) noteOnce(draft, "citations", "citations came with the text; only the text is kept");
}
