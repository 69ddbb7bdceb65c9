import type { ChatEvent } from "../../../chat/event.js";
import type { Note } from "../../../chat/reply.js";
import { createSseParser } from "../../../wire/frames/sse.js";
import { WireFormatError } from "../../../wire/frames/wire-format-error.js";
import { noAliases } from "../../adapter.js";
import type { Unseen } from "../../clients/sdk-speech.js";
import { utf8Note } from "../../utf8-note.js";
import { draftOf, startState } from "../decode/stream-state.js";
import { readFrames } from "../decode-stream.js";

/** The notes of our own reading that the SDK gives no sign of: they are about lines, bytes and what came after `[DONE]`. */
const hidden: ReadonlySet<string> = new Set(["line-ignored", "event-after-done", "bytes-after-done"]);

/** An event whose name is not its type: the SDK hands out its data alone. */
const misnamed = /^an event named /;

/** Reads the bytes of one stream below the SDK. */
export function readUnseen(): Unseen {
  const parser = createSseParser();
  const draft = draftOf(startState({ status: null, requestId: null, aliases: noAliases }));
  const notes: Note[] = [];
  const push = (bytes: Uint8Array): void => {
    try {
      draft.events = [];
      readFrames(draft, parser.push(bytes));
      for (const event of draft.events) if (event.kind === "note" && isHidden(event.note)) notes.push(event.note);
    } catch (error) {
      // A line beyond our limit is the SDK's to read: what follows it stays unseen.
      if (!(error instanceof WireFormatError)) throw error;
    }
  };
  const all = (): readonly ChatEvent[] => {
    const wrong = parser.wrongByte();
    const found = wrong === null ? notes : [...notes, utf8Note(wrong, "the body")];
    return found.map((note) => ({ kind: "note", note }));
  };
  return { push, isDone: () => draft.done, notes: all };
}

function isHidden({ id, message }: Note): boolean {
  return hidden.has(id) || (id === "unknown-event" && misnamed.test(message));
}
