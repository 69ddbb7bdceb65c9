import type { ChatEvent } from "../chat/event.js";
import { utf8Note } from "./utf8-note.js";

/** What the draft of a reply needs to note what is odd in it. `noted`: what has been noted, by {@link noteOnce} and {@link noteEach}. */
type NotingDraft = { noted: readonly string[]; events: ChatEvent[] };

/** Emits a note, once for each id. */
export function noteOnce(draft: NotingDraft, id: string, message: string): void {
  if (draft.noted.includes(id)) return;
  draft.noted = [...draft.noted, id];
  draft.events.push({ kind: "note", note: { id, message } });
}

/** Emits a note, once for each message. Of one id, at most {@link mostNotes} are emitted. */
export function noteEach(draft: NotingDraft, id: string, message: string): void {
  const key = `${id} ${message}`;
  if (draft.noted.includes(key)) return;
  if (draft.noted.filter((noted) => noted.startsWith(`${id} `)).length >= mostNotes) return;
  draft.noted = [...draft.noted, key];
  draft.events.push({ kind: "note", note: { id, message } });
}

/** A reply with more oddities of one kind than this is not described better by more notes. */
const mostNotes = 20;

/** Notes the first byte of the body that is not UTF-8; null: there is none. */
export function noteWrongByte(draft: NotingDraft, at: number | null): void {
  if (at === null) return;
  const { id, message } = utf8Note(at, "the body");
  noteOnce(draft, id, message);
}

type BeginningDraft = NotingDraft & {
  started: boolean;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly otherShape: string | null;
};

/** Emits `reply-start` before the first event of a reply, and the note about a body of another shape than was requested. */
export function begin(draft: BeginningDraft): void {
  if (draft.started) return;
  draft.started = true;
  draft.events.push({ kind: "reply-start", status: draft.status, requestId: draft.requestId });
  if (draft.otherShape !== null) noteOnce(draft, "other-shape", draft.otherShape);
}

/** The number of a new part. */
export function newPart(draft: { nextPart: number }): number {
  const part = draft.nextPart;
  draft.nextPart += 1;
  return part;
}
