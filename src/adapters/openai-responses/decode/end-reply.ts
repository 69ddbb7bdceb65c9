import type { ChatFailure } from "../../../chat/failure.js";
import type { TransportError } from "../../../wire/exchange.js";
import { cutParts } from "../../draft/cut-parts.js";
import { begin, noteOnce } from "../../draft-notes.js";
import { classifyTransport, truncatedFailure } from "../../errors/classify.js";
import { emitLogprobs } from "./logprobs.js";
import { endItem } from "./settle-item.js";
import { contextOf, type Draft } from "./stream-state.js";

/** Ends a reply whose terminal event has arrived. */
export function endReply(draft: Draft): void {
  begin(draft);
  if (!draft.hasUsage) noteOnce(draft, "usage-missing", "the reply came without usage");
  endParts(draft);
  emitLogprobs(draft);
  draft.events.push({ kind: "reply-end" });
  draft.ended = true;
}

/** Ends a reply with a failure. */
export function fail(draft: Draft, failure: ChatFailure): void {
  cutParts(draft, () => endParts(draft));
  emitLogprobs(draft);
  draft.events.push({ kind: "reply-failed", failure });
  draft.ended = true;
}

/** True when there was a failure to end with. */
export function failWith(draft: Draft, failure: ChatFailure | null): boolean {
  if (failure !== null) fail(draft, failure);
  return failure !== null;
}

export function failWithTransport(draft: Draft, error: TransportError): void {
  fail(draft, classifyTransport(error, { ...contextOf(draft), phase: "body" }));
}

export function failTruncated(draft: Draft, message: string): void {
  fail(draft, truncatedFailure({ ...contextOf(draft), message, raw: null }));
}

function endParts(draft: Draft): void {
  for (const place of draft.items.keys()) endItem(draft, place);
  if (draft.comments > 0) {
    noteOnce(draft, "comments", `${draft.comments} comment lines, the first ":${draft.comment}"`);
  }
}
