import type { ChatEvent } from "../../../chat/event.js";
import { truncatedFailure } from "../../errors/classify.js";
import { notesAtEnd } from "../decode-stream.js";
import type { Origin } from "./origin.js";
import type { StreamState } from "./stream-state.js";

/**
 * The last events of a body that ended cleanly: `reply-end` when messageStop had arrived whole and no frame was left
 * open, else a truncated reply. An ended stream is not a finished one: zero bytes and a cut between frames end as
 * cleanly.
 */
export function endOfStream(
  state: StreamState,
  { status, requestId }: Origin,
  ended: { readonly openFrame: boolean; readonly bodyBytes: number | null },
): readonly ChatEvent[] {
  if (state.finished && !ended.openFrame) return [...notesAtEnd(state), { kind: "reply-end" }];
  const message = state.finished
    ? "the body ended inside an event after messageStop"
    : `the body ended ${ended.bodyBytes === 0 ? "without any bytes" : ended.openFrame ? "inside an event" : "between two events"}, before messageStop`;
  const failure = truncatedFailure({
    message,
    afterFinish: state.finished,
    status,
    requestId,
    raw: null,
  });
  return [{ kind: "reply-failed", failure }];
}
