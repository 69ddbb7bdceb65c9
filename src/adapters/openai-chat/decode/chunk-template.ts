import type { ChatEvent } from "../../../chat/event.js";
import { parseJson } from "../../../wire/json.js";

/**
 * The text of a chunk around its one piece of reply text. Most chunks of a stream differ only in that piece, so a chunk
 * with the same beginning and end can be read without parsing JSON.
 */
export type ChunkTemplate = {
  readonly before: string;
  readonly after: string;
  readonly part: number;
  readonly kind: TextEvent["kind"];
};

/** The state that a chunk may change without emitting an event. */
type SilentState = { readonly finish: object | null; readonly functionCall: object | null };

type TextEvent = Extract<ChatEvent, { kind: "text-delta" | "reasoning-delta" | "tool-call-delta" }>;

/** The members of a delta that hold the text of each kind of event. */
const members: { readonly [Kind in TextEvent["kind"]]: readonly string[] } = {
  "text-delta": ["content"],
  "reasoning-delta": ["reasoning_content", "reasoning"],
  "tool-call-delta": ["arguments"],
};

/**
 * The template of a chunk that was just read; `events` are all events that it gave. Null when reading the chunk did more
 * than emit one piece of text, or when the position of that piece in the text is not certain.
 */
export function templateOf(draft: SilentState, data: string, events: readonly ChatEvent[]): ChunkTemplate | null {
  const [event] = events;
  if (event === undefined || events.length !== 1 || !isText(event) || changesState(draft, data)) return null;
  const [opening, ...others] = members[event.kind].map((member) => `"${member}":`).filter((one) => data.includes(one));
  if (opening === undefined || others.length > 0) return null;
  const afterOpening = data.indexOf(opening) + opening.length;
  if (data.includes(opening, afterOpening)) return null;
  const from = data[afterOpening] === " " ? afterOpening + 1 : afterOpening;
  const quoted = JSON.stringify(textOf(event));
  if (!data.startsWith(quoted, from)) return null;
  const before = data.slice(0, from + 1);
  const after = data.slice(from + quoted.length - 1);
  // With a backslash a member's name could be spelt differently.
  return before.includes("\\") || after.includes("\\") ? null : { before, after, part: event.part, kind: event.kind };
}

/** The event of a chunk that matches the template; null when it does not match. */
export function readByTemplate({ before, after, part, kind }: ChunkTemplate, data: string): TextEvent | null {
  const end = data.length - after.length;
  // Comparing slices takes half the time of startsWith and endsWith (Node 20.20, 2026-11).
  if (end <= before.length || data.slice(0, before.length) !== before || data.slice(end) !== after) return null;
  const text = unquoted(data.slice(before.length, end));
  if (text === null) return null;
  return kind === "tool-call-delta" ? { kind, part, argumentsText: text } : { kind, part, text };
}

/** The value of a JSON string, given the text between its quotes; null when that is not the inside of one string. */
function unquoted(inside: string): string | null {
  if (!special.test(inside)) return inside;
  const parsed = parseJson(`"${inside}"`);
  return parsed.ok && typeof parsed.value === "string" ? parsed.value : null;
}

/** A quote, a backslash or a control character. */
const special = /["\\\u0000-\u001f]/;

/** True when reading a chunk like this one may change the state without an event. */
function changesState(draft: SilentState, data: string): boolean {
  if (draft.finish !== null || draft.functionCall !== null) return true;
  if (data.includes('"logprobs":') && !/"logprobs": ?null/.test(data)) return true;
  return data.includes('"reasoning_details":') && !/"reasoning_details": ?(?:null|\[\])/.test(data);
}

function isText(event: ChatEvent): event is TextEvent {
  return Object.hasOwn(members, event.kind);
}

function textOf(event: TextEvent): string {
  return event.kind === "tool-call-delta" ? event.argumentsText : event.text;
}
