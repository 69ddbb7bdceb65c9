import { begin } from "../draft-notes.js";
import type { StreamEvent } from "../read-only/dialect.js";
import { type ReplyState, type Step, stepOf } from "../read-only/reply-state.js";
import { readEvent } from "./decode/events.js";
import type { CohereState } from "./decode/state.js";

/** Reads one event of a stream. Pure. `message-end` ends the reply; `[DONE]` may follow it. */
export function step(state: ReplyState<CohereState>, event: StreamEvent): Step<CohereState> {
  return stepOf(state, (draft) => {
    begin(draft);
    readEvent(draft, event);
  });
}
