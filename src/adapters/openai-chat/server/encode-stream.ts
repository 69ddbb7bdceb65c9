import type { ChatEvent } from "../../../chat/event.js";
import type { ChatFailure } from "../../../chat/failure.js";
import type { Warning } from "../../../chat/reply.js";
import { missingScores, oddScores } from "../../server/log-probabilities.js";
import { type EventReader, keepInfo, readEvent, type ScoreEvent } from "../../server/read-event.js";
import { encodeError } from "./encode-error.js";
import { encodeFinish, generationFailure } from "./encode-reply/finish.js";
import { scoresField } from "./encode-reply/scores.js";
import { encodeUsage } from "./encode-reply/usage.js";
import { settleCalls } from "./encode-stream/calls.js";
import { choiceChunk, chunkText, sendDelta, sendFinish, sendText, sendUsage } from "./encode-stream/chunk.js";
import { readContent } from "./encode-stream/content.js";
import { endReasoning } from "./encode-stream/reasoning.js";
import {
  type Draft,
  draftOf,
  type EncodeStreamState,
  type StreamItem,
  startEncodeStream,
} from "./encode-stream/state.js";

/**
 * The next state and what to send for one event. `warnings`: what this encoding could not carry over or had to add,
 * without the warnings among the events.
 */
export type EncodeStep = {
  readonly state: EncodeStreamState;
  readonly items: readonly StreamItem[];
  readonly warnings: readonly Warning[];
};

/**
 * Encodes one event of a reply for a streaming client. Pure. Finish and usage are held until the end of the reply, so that
 * nothing follows them; content is never held back. A reply that fails after something was sent ends with an error and
 * without a finish, unless its finish had arrived before. Nothing follows `done` or a refusal.
 *
 * @example
 * let state = startEncodeStream({ identity, includeUsage: false, asked });
 * for await (const event of events) {
 *   const encoded = encodeEvent(state, event);
 *   for (const item of encoded.items) if (item.kind !== "refusal") response.write(sseText(item));
 *   state = encoded.state;
 * }
 */
export function encodeEvent(state: EncodeStreamState, event: ChatEvent): EncodeStep {
  const draft = draftOf(state);
  writeEvent(draft, event);
  return { state: draft, items: draft.items, warnings: draft.warnings };
}

/**
 * Encodes a piece of text as one server-sent event, from the frame that all text events of a started stream share. Null
 * when the frame cannot be used: pass the event to {@link writeEvent} instead.
 */
export function writeText(draft: Draft, text: string): string | null {
  if (draft.ended || draft.head === null || text === "" || draft.tokens.length > 0) return null;
  draft.textSent = true;
  draft.textFrame ??= textFrame(draft);
  return draft.textFrame[0] + quoted(text) + draft.textFrame[1];
}

/** The text as JSON. Most pieces need no escape, and the search for one takes a third of `JSON.stringify` (Node 20.20, 2026-11). */
function quoted(text: string): string {
  return escaped.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** What JSON escapes: a quote, a backslash, a control character or half of a surrogate pair. */
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

const hole = '"content":""';

/** A text event, split into what comes before and after the text. */
function textFrame(draft: Draft): readonly [string, string] {
  const whole = chunkText(draft, choiceChunk(draft, { content: "" }));
  const afterHole = whole.indexOf(hole) + hole.length;
  return [whole.slice(0, afterHole - 2), whole.slice(afterHole)];
}

/** {@link encodeEvent} on a draft that the server keeps; it takes the results from the draft's `items` and `warnings`. */
export function writeEvent(draft: Draft, event: ChatEvent): void {
  if (!draft.ended) readEvent(draft, event, reader);
}

/**
 * Drops what the reply so far has left to send, since another reply goes on in its place: what was sent stays, and so do the id, the
 * time and the model of the stream. `asked`: what an error may say about the model that is asked now.
 */
export function restartReply(draft: Draft, asked: Draft["asked"]): void {
  const { identity, includeUsage, asksLogprobs, id, upstream, head, textFrame } = draft;
  const fresh = draftOf(startEncodeStream({ identity, includeUsage, asksLogprobs, asked }));
  // Before the first chunk, the id and the upstream are those of the reply that sends it.
  Object.assign(draft, fresh, head === null ? {} : { id, upstream, head, textFrame });
}

const reader: EventReader<Draft> = {
  info: keepInfo,
  content: readContent,
  scores: readScores,
  end: endReply,
  fail: (draft, failure) => {
    failReply(draft, failure);
    draft.ended = true;
  },
};

function readScores(draft: Draft, event: ScoreEvent): void {
  if (event.kind === "logprobs-piece") draft.tokens = [...draft.tokens, ...event.tokens];
  else draft.warnings.push(...oddScores(event.logprobs.oddities, scoresField));
}

function endReply(draft: Draft): void {
  const failure = generationFailure(draft.finish, { status: null, requestId: null });
  if (failure !== null) failReply(draft, failure);
  else finishReply(draft);
  draft.ended = true;
}

function finishReply(draft: Draft): void {
  sendRest(draft);
  if (draft.usage !== null && draft.includeUsage) sendUsage(draft, encodeUsage(draft.usage));
  draft.items.push({ kind: "done" });
}

/** Sends everything that was held for the end: opaque reasoning, incomplete calls, blank text and the finish. */
function sendRest(draft: Draft): void {
  sendText(draft, "");
  if (draft.awaitsLogprobs && draft.textSent) draft.warnings.push(missingScores(scoresField));
  for (const { part } of draft.reasoning) endReasoning(draft, part);
  settleCalls(draft);
  if (draft.textStarted && !draft.textSent) sendDelta(draft, { content: "" });
  const called = draft.functionCalled ? "function_call" : null;
  const finish = encodeFinish(draft.finish, draft.calls.length > 0 ? "tool_calls" : called, draft.warnings);
  if (finish["finish_reason"] !== null) sendFinish(draft, finish);
}

/** Before anything was sent the failure can still be an HTTP status; after that it is an event. */
function failReply(draft: Draft, failure: ChatFailure): void {
  const error = encodeError(failure, draft.asked);
  if (draft.head === null) {
    draft.items.push({ kind: "refusal", error });
    return;
  }
  if (failure.afterFinish && draft.finish !== null && draft.finish.kind !== "error") sendRest(draft);
  draft.items.push({ kind: "error", error }, { kind: "done" });
}
