import type { ChatEvent } from "../../../chat/event.js";
import { holeOf, type TextHole, textInHole } from "../../text-hole.js";

/** A chunk's hole (see {@link TextHole}), and what the piece in it is. */
export type ChunkTemplate = TextHole & { readonly part: number; readonly kind: TextEvent["kind"] };

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
  const hole = holeOf(data, members[event.kind], textOf(event));
  // Not a spread with more members, which takes as long as parsing a chunk (Node 20.20, 2026-11).
  return hole === null ? null : { before: hole.before, after: hole.after, part: event.part, kind: event.kind };
}

/** The event of a chunk that matches the template; null when it does not match. */
export function readByTemplate(template: ChunkTemplate, data: string): TextEvent | null {
  const { part, kind } = template;
  const text = textInHole(template, data);
  if (text === null) return null;
  return kind === "tool-call-delta" ? { kind, part, argumentsText: text } : { kind, part, text };
}

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
