import { createSseParser, type SseFrame } from "../../../wire/frames/sse.js";
import { WireFormatError } from "../../../wire/frames/wire-format-error.js";
import { noAliases } from "../../adapter.js";
import type { Unseen } from "../../clients/sdk-speech.js";
import { noteWrongByte } from "../../draft-notes.js";
import { noteAfterDone } from "../decode/after-done.js";
import { keepBareLine } from "../decode/beside-chunks.js";
import { noteFrame } from "../decode/note-frame.js";
import { draftOf, startState } from "../decode/stream-state.js";
import { doneMark } from "../wire.js";

/** Reads the bytes of one stream below the SDK. */
export function readUnseen(): Unseen {
  const parser = createSseParser();
  const draft = draftOf(startState({ status: null, requestId: null, aliases: noAliases }));
  const read = (frame: SseFrame): void => {
    if (frame.kind === "ignored" && !draft.done && keepBareLine(draft, frame.line) !== null) return;
    if (frame.kind !== "event") noteFrame(draft, frame);
    else if (draft.done) noteAfterDone(draft, frame.data);
    else draft.done = frame.data.startsWith(doneMark);
  };
  const push = (bytes: Uint8Array): void => {
    try {
      for (const frame of parser.push(bytes)) read(frame);
      noteWrongByte(draft, parser.wrongByte());
    } catch (error) {
      // A line beyond our limit is the SDK's to read: what follows it stays unseen.
      if (!(error instanceof WireFormatError)) throw error;
    }
  };
  return { push, isDone: () => draft.done, notes: () => draft.events };
}
