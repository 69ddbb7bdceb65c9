import type { SseFrame } from "../../../wire/frames/sse.js";
import { noteOnce } from "../../draft-notes.js";
import { quote } from "./after-done.js";
import type { Draft } from "./stream-state.js";

/** Notes a frame that is no event: a comment, or a line that no reader of SSE reads. */
export function noteFrame(draft: Draft, frame: Exclude<SseFrame, { kind: "event" }>): void {
  if (frame.kind === "ignored") {
    noteOnce(draft, "line-ignored", `a line that is no field of an event was not read: ${quote(frame.line)}`);
    return;
  }
  draft.comments += 1;
  draft.comment ??= frame.text;
}
