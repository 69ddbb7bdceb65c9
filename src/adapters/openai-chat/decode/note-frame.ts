import type { SseFrame } from "../../../wire/frames/sse.js";
import { utf8Note } from "../../utf8-note.js";
import { quote } from "./after-done.js";
import { type Draft, noteOnce } from "./stream-state.js";

/** Notes a frame that is no event: a comment, or a line that no reader of SSE reads. */
export function noteFrame(draft: Draft, frame: Exclude<SseFrame, { kind: "event" }>): void {
  if (frame.kind === "ignored") {
    noteOnce(draft, "line-ignored", `a line that is no field of an event was not read: ${quote(frame.line)}`);
    return;
  }
  draft.comments += 1;
  draft.comment ??= frame.text;
}

/** Notes the first byte of the body that is not UTF-8; null: there is none. */
export function noteWrongByte(draft: Draft, at: number | null): void {
  if (at === null) return;
  const { id, message } = utf8Note(at, "the body");
  noteOnce(draft, id, message);
}
