import { isJsonObject, type JsonValue } from "../chat/json.js";
import type { AssistantPart } from "../chat/message.js";
import { textOf } from "../chat/read-reply.js";

/** Reasoning in think tags inside the text: which tags are missing, and the text without the reasoning (`after`). */
export type TaggedThought = { readonly cause: "closed" | "unclosed" | "unopened"; readonly after: string };

type Parts = { readonly parts: readonly AssistantPart[] };

/** All text that a reader sees: the text parts, and the text of citation blocks. */
export function visibleTextOf(reply: Parts): string {
  let cited = "";
  for (const part of reply.parts) if (part.kind === "other") cited += citedText(part.raw);
  return textOf(reply) + cited;
}

/**
 * The text that counts as the answer: the visible text without reasoning in think tags. After an unclosed tag everything
 * counts, since nothing separates the reasoning from the answer.
 */
export function answerTextOf(reply: Parts): string {
  const text = visibleTextOf(reply);
  const thought = taggedThoughtIn(text);
  return thought === null ? text : thought.after;
}

/** The reasoning in think tags in `text`; null without a tag. Tags: `think`, `thinking`, `reasoning`. */
export function taggedThoughtIn(text: string): TaggedThought | null {
  if (!/<\/?(?:think|thinking|reasoning)>/i.test(text)) return null;
  const opening = text.search(/<(?:think|thinking|reasoning)>/i);
  const rest = withoutClosedThoughts(text);
  const leftOpen = /<(?:think|thinking|reasoning)>/i.exec(rest);
  if (leftOpen !== null) {
    return {
      cause: "unclosed",
      after: rest.slice(0, leftOpen.index) + rest.slice(leftOpen.index + leftOpen[0].length),
    };
  }
  const leftClosed = /<\/(?:think|thinking|reasoning)>/i.exec(rest);
  if (leftClosed !== null) return { cause: "unopened", after: rest.slice(leftClosed.index + leftClosed[0].length) };
  return opening === -1 ? null : { cause: "closed", after: rest };
}

/** Without the thoughts between an opening tag and its closing one. One pass over the text, whatever it is. */
export function withoutClosedThoughts(text: string): string {
  const neverClosed = new Set<string>();
  const kept: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/<(think|thinking|reasoning)>/gi)) {
    const tag = (match[1] ?? "").toLowerCase();
    if (match.index < from || neverClosed.has(tag)) continue;
    const close = new RegExp(`</${tag}>`, "gi");
    close.lastIndex = match.index;
    const end = close.exec(text);
    if (end === null) {
      neverClosed.add(tag);
      continue;
    }
    kept.push(text.slice(from, match.index));
    from = close.lastIndex;
  }
  return kept.join("") + text.slice(from);
}

/** Converse puts cited text beside the text blocks: `citationsContent: { content: [{ text }] }`. */
function citedText(raw: JsonValue): string {
  if (!isJsonObject(raw)) return "";
  const cited = raw["citationsContent"];
  const content = isJsonObject(cited) ? cited["content"] : undefined;
  if (!Array.isArray(content)) return "";
  return content
    .map((item: JsonValue) => (isJsonObject(item) && typeof item["text"] === "string" ? item["text"] : ""))
    .join("");
}
