import type { ChatFailure } from "../../chat/failure.js";
import type { TransportError } from "../../wire/exchange.js";
import { cutParts } from "../draft/cut-parts.js";
import { begin, noteEach } from "../draft-notes.js";
import { classifyTransport, truncatedFailure } from "../errors/classify.js";
import type { Dialect } from "./dialect.js";
import { closeParts, type ReplyDraft, type ReplyState, type Step, stepOf } from "./reply-state.js";

/** How a body ended. `pending`: inside an event. */
export type BodyEnd =
  | { readonly kind: "eof"; readonly pending: boolean }
  | { readonly kind: "broken"; readonly error: TransportError };

/** Ends a streamed reply with exactly one `reply-end` or `reply-failed`; does nothing when it has ended already. */
export function endStream<Own>(state: ReplyState<Own>, end: BodyEnd, dialect: Dialect<Own>): Step<Own> {
  if (state.ended) return { state, events: [] };
  if (end.kind === "broken") {
    const { afterFinish, status, requestId } = contextOf(state);
    return failReply(state, classifyTransport(end.error, { phase: "body", afterFinish, status, requestId }));
  }
  if (state.terminal && !end.pending) return endWhole(state, dialect);
  const message = messageOf(state, end.pending);
  return failReply(state, truncatedFailure({ ...contextOf(state), afterFinish: state.terminal, message, raw: null }));
}

function messageOf<Own>({ started, terminal }: ReplyState<Own>, pending: boolean): string {
  if (terminal) return "the body ended inside an event that came after the finish";
  if (pending) return "the body ended inside an event, before the finish";
  return started ? "the stream ended before its finish" : "the body ended before any event";
}

/** Ends a reply that arrived whole. */
export function endWhole<Own>(state: ReplyState<Own>, dialect: Dialect<Own>): Step<Own> {
  if (state.ended) return { state, events: [] };
  return stepOf(state, (draft) => {
    begin(draft);
    dialect.close(draft);
    if (draft.usage === null) noteEach(draft, "usage-missing", "the reply came without usage");
    endParts(draft);
    draft.events.push({ kind: "reply-end" });
    draft.ended = true;
  });
}

/** Ends the reply with a failure. */
export function failReply<Own>(state: ReplyState<Own>, failure: ChatFailure): Step<Own> {
  if (state.ended) return { state, events: [] };
  return stepOf(state, (draft) => {
    cutParts(draft, () => endParts(draft));
    draft.events.push({ kind: "reply-failed", failure });
    draft.ended = true;
  });
}

function endParts<Own>(draft: ReplyDraft<Own>): void {
  closeParts(draft);
  const { length } = draft.finishWords;
  if (length > 1)
    noteEach(draft, "finish-repeated", `the finish came ${length} times: ${draft.finishWords.join(", ")}`);
}

/** The context of a failure inside this reply's body. */
export function contextOf<Own>({ status, requestId, terminal }: ReplyState<Own>) {
  return { afterFinish: terminal, status, requestId };
}
