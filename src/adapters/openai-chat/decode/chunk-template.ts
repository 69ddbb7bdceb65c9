import type { ChatEvent } from "../../../chat/event.js";
import { parseJson } from "../../../wire/json.js";

/**
 * A chunk that said one piece of text and nothing else, without that piece. The chunks of a stream mostly differ in nothing but
 * that: one that begins and ends as this one says its piece, and no JSON has to be read.
 */
export type ChunkTemplate = {
  readonly before: string;
  readonly after: string;
  readonly part: number;
  readonly kind: Told["kind"];
};

/** What a stream keeps that a chunk may add to without an event of its own. */
type Kept = { readonly finish: object | null; readonly functionCall: object | null };

type Told = Extract<ChatEvent, { kind: "text-delta" | "reasoning-delta" | "tool-call-delta" }>;

/** The members of a delta that hold the text of each kind of event. */
const members: { readonly [Kind in Told["kind"]]: readonly string[] } = {
  "text-delta": ["content"],
  "reasoning-delta": ["reasoning_content", "reasoning"],
  "tool-call-delta": ["arguments"],
};

/**
 * Learns from a chunk that was just read, `told` being all the events that it gave. Null where reading it changed more than such a
 * piece does, or where the piece's place in the text is not certain.
 */
export function templateOf(draft: Kept, data: string, told: readonly ChatEvent[]): ChunkTemplate | null {
  const [event] = told;
  if (event === undefined || told.length !== 1 || !isText(event) || remembers(draft, data)) return null;
  const [opening, ...others] = members[event.kind].map((member) => `"${member}":`).filter((one) => data.includes(one));
  if (opening === undefined || others.length > 0) return null;
  const at = data.indexOf(opening) + opening.length;
  if (data.includes(opening, at)) return null;
  const from = data[at] === " " ? at + 1 : at;
  const quoted = JSON.stringify(textOf(event));
  if (!data.startsWith(quoted, from)) return null;
  const before = data.slice(0, from + 1);
  const after = data.slice(from + quoted.length - 1);
  // A backslash could spell a member's name otherwise.
  return before.includes("\\") || after.includes("\\") ? null : { before, after, part: event.part, kind: event.kind };
}

/** What a chunk says that is the template's but for its piece; null: it is another chunk. */
export function readByTemplate({ before, after, part, kind }: ChunkTemplate, data: string): Told | null {
  const end = data.length - after.length;
  // Comparing slices takes half of what startsWith and endsWith do (Node 20.20, 2026-11).
  if (end <= before.length || data.slice(0, before.length) !== before || data.slice(end) !== after) return null;
  const text = unquoted(data.slice(before.length, end));
  if (text === null) return null;
  return kind === "tool-call-delta" ? { kind, part, argumentsText: text } : { kind, part, text };
}

/** What stands between the quotes of one JSON string; null: it is not the inside of one. */
function unquoted(inside: string): string | null {
  if (!special.test(inside)) return inside;
  const parsed = parseJson(`"${inside}"`);
  return parsed.ok && typeof parsed.value === "string" ? parsed.value : null;
}

/** A quote, a backslash or a control character. */
const special = /["\\\u0000-\u001f]/;

/** May reading the chunk again add to what the state keeps, without an event? */
function remembers(draft: Kept, data: string): boolean {
  if (draft.finish !== null || draft.functionCall !== null) return true;
  return data.includes('"reasoning_details":') && !/"reasoning_details": ?(?:null|\[\])/.test(data);
}

function isText(event: ChatEvent): event is Told {
  return Object.hasOwn(members, event.kind);
}

function textOf(event: Told): string {
  return event.kind === "tool-call-delta" ? event.argumentsText : event.text;
}
