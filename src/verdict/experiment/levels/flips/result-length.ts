import { isJsonObject, type JsonValue } from "../../../../chat/json.js";
import type { ToolResultPart } from "../../../../chat/message.js";
import { containsWord } from "../../../compare-text.js";
import { resultsOf, withResults } from "../edit-messages.js";
import { type Flip, level } from "../flip.js";

/** Results up to this length, in characters, are short. */
const shortLength = 400;

/** The length of the tool results. What holds a sentinel stays. */
export const resultLength: Flip = {
  id: "result-length",
  name: "the length of the tool results",
  takesAway: true,
  pointers: {
    converse: ["/messages/*/content/*/toolResult/content/**"],
    chat: ["/messages/*/content/**"],
    messages: ["/messages/*/content/*/content/**"],
  },
  source: { source: "getkimchi/kimchi#1063 (long histories)", date: "2026-08-19" },
  offer: ({ request, sentinels }) => {
    const isLong = resultsOf(request).some(({ parts }) => parts.some((part) => shortened(part, sentinels) !== part));
    return isLong ? [level("short", "the results cut to what the answer needs")] : [];
  },
  apply: (request, _, sentinels) =>
    withResults(request, (result) => ({ ...result, parts: result.parts.map((part) => shortened(part, sentinels)) })),
};

function shortened(part: ToolResultPart, sentinels: readonly string[]): ToolResultPart {
  if (part.kind === "json") {
    if (JSON.stringify(part.value).length <= shortLength) return part;
    return changed(part, { kind: "json", value: shortValue(part.value, sentinels) });
  }
  if (part.kind !== "text" || part.text.length <= shortLength) return part;
  const value = jsonOf(part.text);
  const text = value === null ? shortText(part.text, sentinels) : JSON.stringify(shortValue(value, sentinels));
  return text.length < part.text.length ? { kind: "text", text } : part;
}

function changed(before: ToolResultPart, after: ToolResultPart): ToolResultPart {
  return JSON.stringify(after) === JSON.stringify(before) ? before : after;
}

/** Every member of an object, of a list the first item and those with a sentinel, of a text the lines with one. */
function shortValue(value: JsonValue, sentinels: readonly string[]): JsonValue {
  if (typeof value === "string") return value.length > shortLength ? shortText(value, sentinels) : value;
  if (Array.isArray(value)) {
    return value
      .filter((item, at) => at === 0 || holds(JSON.stringify(item), sentinels))
      .map((item) => shortValue(item, sentinels));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shortValue(one, sentinels)]));
}

function shortText(text: string, sentinels: readonly string[]): string {
  const lines = text.split("\n");
  const kept = lines.filter((line, at) => at === 0 || holds(line, sentinels));
  return kept.map((line) => (holds(line, sentinels) ? line : [...line].slice(0, shortLength).join(""))).join("\n");
}

/** True when a text has one of the words, as an answer is compared. */
function holds(text: string, sentinels: readonly string[]): boolean {
  return sentinels.some((sentinel) => containsWord(text, sentinel));
}

function jsonOf(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
