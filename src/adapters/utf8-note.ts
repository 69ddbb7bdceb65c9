import type { ChatEvent } from "../chat/event.js";
import type { Note } from "../chat/reply.js";
import { notUtf8At } from "../wire/utf8.js";

/** The note about bytes that are not UTF-8. `place`: what the byte is counted in, as the end of "byte 7 of …". */
export function utf8Note(at: number, place: string): Note {
  return { id: "not-utf8", message: `byte ${at} of ${place} is not UTF-8, and is read as U+FFFD` };
}

/** The events of a whole body, with a note before their last if its bytes are not UTF-8. `text`: the bytes, decoded. */
export function withUtf8Note(events: readonly ChatEvent[], bytes: Uint8Array, text: string): readonly ChatEvent[] {
  const at = notUtf8At(bytes, text);
  if (at === null) return events;
  return [...events.slice(0, -1), { kind: "note", note: utf8Note(at, "the body") }, ...events.slice(-1)];
}
