import type { ChatEvent } from "../../../chat/event.js";
import { asBuffer } from "../../../wire/frames/byte-buffer.js";
import { createEventStreamParser } from "../../../wire/frames/event-stream.js";
import { WireFormatError } from "../../../wire/frames/wire-format-error.js";
import { notUtf8At } from "../../../wire/utf8.js";
import { utf8Note } from "../../utf8-note.js";

/** What the bytes of a stream hold that the SDK does not hand out: the first byte of a payload that is not UTF-8. */
export type Unseen = {
  readonly push: (bytes: Uint8Array) => void;
  readonly notes: () => readonly ChatEvent[];
};

/** Reads the bytes of one event stream below the SDK. */
export function readUnseen(): Unseen {
  const parser = createEventStreamParser();
  const notes: ChatEvent[] = [];
  let number = 0;
  const read = (payload: Uint8Array): void => {
    number += 1;
    const at = notes.length > 0 ? null : notUtf8At(payload, asBuffer(payload).toString());
    if (at !== null) notes.push({ kind: "note", note: utf8Note(at, `the payload of event ${number}`) });
  };
  const push = (bytes: Uint8Array): void => {
    try {
      for (const { payload } of parser.push(bytes)) read(payload);
    } catch (error) {
      // Bytes that are no event stream are the SDK's to refuse.
      if (!(error instanceof WireFormatError)) throw error;
    }
  };
  return { push, notes: () => notes };
}
