import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { newPart, noteEach, noteOnce } from "../../draft-notes.js";
import { textAt } from "../../openai/wire-members.js";
import { isReasoningPart } from "../../reasoning-places.js";
import { readReasoning } from "../../reasoning-value.js";
import { addPieces } from "./reasoning.js";
import { closePart, type Draft } from "./stream-state.js";
import { noteUnreadOfText } from "./unread.js";

/** Members beside the text: OpenAI `audio` and `annotations`, OpenRouter `images` (recordings of 2025). */
export const attachmentMembers = ["audio", "images", "annotations"] as const;

/** Reads the content of a delta or message: a text, one part, or a list of parts. `path`: where it stands in the body. */
export function decodeContent(draft: Draft, content: JsonValue | undefined, path: string): void {
  if (content === undefined || content === null) return;
  if (typeof content === "string") addContent(draft, content);
  else if (!isParts(content)) decodePart(draft, isJsonObject(content) ? content : { content }, path);
  else for (const [index, part] of content.entries()) decodePart(draft, part, `${path}[${index}]`);
}

/** Adds text to the open part of its kind, or starts one. */
export function addText(draft: Draft, kind: "text" | "refusal", text: string): void {
  if (draft.open?.kind !== kind) {
    closePart(draft);
    const part = newPart(draft);
    draft.open = { kind, part };
    draft.events.push({ kind: `${kind}-start`, part });
  }
  if (kind === "text") draft.hasText = true;
  draft.events.push({ kind: `${kind}-delta`, part: draft.open.part, text });
}

/** The chat vocabulary does not have these members. Each is kept whole, so that an audio reply is not an empty one. */
export function decodeAttachments(draft: Draft, delta: JsonObject): void {
  for (const name of attachmentMembers) {
    const value = delta[name];
    const isFilled = Array.isArray(value) ? value.length > 0 : isJsonObject(value);
    if (!isFilled || value === undefined) continue;
    noteOnce(draft, "unknown-content", "content of a kind that is not read, kept as it came");
    keepOther(draft, { [name]: value });
  }
}

function isParts(content: JsonValue): content is readonly JsonValue[] {
  return Array.isArray(content);
}

function addContent(draft: Draft, text: string): void {
  if (text === "") draft.blankContent = true;
  else addText(draft, "text", text);
}

/**
 * The types of parts that are text: OpenAI's in a chat reply and in a response (`output_text`, OpenAI API reference), which
 * gateways pass on. A part without a type is text where it has one.
 */
const textTypes: ReadonlySet<string | null> = new Set(["text", "output_text", null]);

function decodePart(draft: Draft, part: JsonValue, path: string): void {
  if (typeof part === "string") addContent(draft, part);
  else if (isJsonObject(part)) decodeObjectPart(draft, part, path);
  else keepUnread(draft, part, path);
}

function decodeObjectPart(draft: Draft, part: JsonObject, path: string): void {
  const type = textAt(part, "type");
  const text = textAt(part, "text");
  const refusal = textAt(part, "refusal");
  if (textTypes.has(type) && text !== null) {
    noteUnreadOfText(draft, part, path);
    addContent(draft, text);
  } else if (type === "refusal" && refusal !== null) addText(draft, "refusal", refusal);
  else if (isReasoningPart(part)) decodeReasoningPart(draft, part, { type: type ?? "reasoningContent", path });
  else keepUnread(draft, part, path);
}

/** An empty piece of reasoning says nothing; one that has members and no text that can be read is kept. */
function decodeReasoningPart(
  draft: Draft,
  part: JsonObject,
  { type, path }: { readonly type: string; readonly path: string },
): void {
  const pieces = readReasoning(part);
  if (pieces.length > 0) addPieces(draft, pieces, type);
  else if (Object.keys(part).some((name) => !isPlaceholder(name, part[name]))) keepUnread(draft, part, path);
}

function isPlaceholder(name: string, value: JsonValue | undefined): boolean {
  if (name === "type" || name === "index" || name === "id" || name === "format" || name === "status") return true;
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.values(value).every((inner) => isPlaceholder("", inner));
}

function keepUnread(draft: Draft, part: JsonValue, path: string): void {
  const type = isJsonObject(part) ? (textAt(part, "type") ?? Object.keys(part).slice(0, 3).join(", ")) : typeof part;
  noteEach(draft, "unknown-content", `content of a kind that is not read, kept as it came: ${path} (${type})`);
  keepOther(draft, part);
}

function keepOther(draft: Draft, raw: JsonValue): void {
  closePart(draft);
  const part = newPart(draft);
  draft.events.push({ kind: "other-part", part, raw }, { kind: "part-end", part });
}
