import type { ChatEvent } from "../../../chat/event.js";
import { createSseParser, type SseFrame } from "../../../wire/frames/sse.js";
import { WireFormatError } from "../../../wire/frames/wire-format-error.js";
import { noAliases } from "../../adapter.js";
import type { Unseen } from "../../clients/sdk-speech.js";
import { note } from "../../draft/stream-state.js";
import { utf8Note } from "../../utf8-note.js";
import { readInto, type Step, type StreamState, startState } from "../decode/stream-state.js";
import { stepFrame } from "../decode-stream.js";

/** Reads the bytes of one stream below the SDK, which shows no comments, no stray lines and no names of events. */
export function readUnseen(): Unseen {
  const parser = createSseParser();
  let state: StreamState = startState({ status: null, requestId: null, aliases: noAliases });
  const notes: ChatEvent[] = [];
  const take = (read: Step): void => {
    state = read.state;
    notes.push(...read.events.filter((event) => event.kind === "note" && hiddenNotes.has(event.note.id)));
  };
  const read = (frames: readonly SseFrame[]): void => {
    for (const frame of frames) take(stepFrame(state, frame));
    const wrong = parser.wrongByte();
    if (wrong === null) return;
    const { id, message } = utf8Note(wrong, "the body");
    take(readInto(state, (draft) => note(draft, id, message)));
  };
  return {
    push: (bytes) => {
      try {
        read(parser.push(bytes));
      } catch (error) {
        // A line beyond our limit is the SDK's to read: what follows it stays unseen.
        if (!(error instanceof WireFormatError)) throw error;
      }
    },
    isDone: () => false,
    isHidden: () => state.named === false,
    notes: () => [...notes, ...comments(state)],
  };
}

const hiddenNotes: ReadonlySet<string> = new Set(["line-ignored", "done-mark", "event-name", "not-utf8"]);

function comments({ comments: count, comment }: StreamState): readonly ChatEvent[] {
  if (count === 0) return [];
  return [{ kind: "note", note: { id: "comments", message: `${count} comment lines, the first ":${comment}"` } }];
}
