import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { TransportError } from "../../wire/exchange.js";
import type { OpenEvent, SseFrame } from "../../wire/frames/sse.js";
import { parseJson } from "../../wire/json.js";
import { cutParts } from "../draft/cut-parts.js";
import { begin, noteOnce } from "../draft-notes.js";
import {
  classifyException,
  classifyTransport,
  notJsonFailure,
  protocolFailure,
  textFailure,
  tooLargeFailure,
  truncatedFailure,
} from "../errors/classify.js";
import { logprobsOf, withLogprobs } from "../logprobs.js";
import { listAt, numberAt, objectAt } from "../openai/wire-members.js";
import { otherChoicesNote, withOtherChoice } from "../other-choices.js";
import { addTokens, tokensIn } from "../token-logprobs.js";
import { noteAfterDone } from "./decode/after-done.js";
import {
  bareError,
  contextOf,
  errorBeside,
  errorEvent,
  keepBareLine,
  unfinishedError,
} from "./decode/beside-chunks.js";
import { addArguments } from "./decode/call-arguments.js";
import { readByTemplate, templateOf } from "./decode/chunk-template.js";
import { closeParts, decodeDelta } from "./decode/delta.js";
import { unwrapped } from "./decode/nested-reply.js";
import { noteFrame } from "./decode/note-frame.js";
import { readFinish } from "./decode/read-finish.js";
import { readInfo } from "./decode/stream-info.js";
import { type Draft, type Step, type StreamState, stepWith } from "./decode/stream-state.js";
import { readAround } from "./decode/unread.js";
import { decodeUsage, type FoundUsage, foreignUsageOf, usageOf } from "./decode/usage.js";
import { doneMark } from "./wire.js";

/**
 * How a body ended. `pending`: inside an event. `seesAll`: the reader sees every byte (ours does, an SDK does not), so
 * what it did not see was not sent. `open`: the event that it ended in; absent: not available.
 */
export type StreamEnd =
  | { readonly kind: "eof"; readonly pending: boolean; readonly seesAll: boolean; readonly open?: OpenEvent }
  | { readonly kind: "broken"; readonly error: TransportError };

/** Reads one frame, or the frames of one network read. Pure. */
export function stepFrames(state: StreamState, frames: readonly SseFrame[]): Step {
  return stepWith(state, (draft) => readFrames(draft, frames));
}

/** {@link stepFrames} on a draft that the caller keeps. Reads nothing after a failure; an event after `[DONE]` is only noted (see {@link noteAfterDone}). */
export function readFrames(draft: Draft, frames: readonly SseFrame[]): void {
  for (const frame of frames) {
    if (draft.ended) return;
    readFrame(draft, frame);
  }
}

function readFrame(draft: Draft, frame: SseFrame): void {
  if (frame.kind === "event") readEvent(draft, frame);
  else if (!isErrorLine(draft, frame)) noteFrame(draft, frame);
}

/** A line of no event ends the reply where it completes an error. */
function isErrorLine(draft: Draft, frame: SseFrame): boolean {
  return frame.kind === "ignored" && !draft.done && failWith(draft, keepBareLine(draft, frame.line));
}

function readEvent(draft: Draft, { event, data }: Extract<SseFrame, { kind: "event" }>): void {
  if (draft.done) noteAfterDone(draft, data);
  else if (data.startsWith(doneMark)) draft.done = true;
  else if (event !== "error" || !failWith(draft, errorEvent(draft, data))) readData(draft, data);
}

/**
 * Reads one parsed chunk, as an SDK returns it. Pure.
 *
 * @example
 * let state = startState({ status: 200, requestId: null, aliases: noAliases });
 * const read = step(state, { choices: [{ index: 0, delta: { content: "Hi" }, finish_reason: null }] });
 * read.events.map(({ kind }) => kind); // ["reply-start", "text-start", "text-delta"]
 * state = read.state;
 */
export function step(state: StreamState, chunk: unknown): Step {
  if (state.ended) return { state, events: [] };
  return stepWith(state, (draft) => readChunk(draft, chunk, null));
}

/** Ends the reply with exactly one `reply-end` or `reply-failed`; does nothing when it has ended already. Pure. */
export function finishStream(state: StreamState, end: StreamEnd): Step {
  return state.ended ? { state, events: [] } : stepWith(state, (draft) => endBody(draft, end));
}

/** {@link finishStream} on a draft that the caller keeps. */
export function endBody(draft: Draft, end: StreamEnd): void {
  if (draft.ended) return;
  if (end.kind === "broken") failWithTransport(draft, end.error);
  else if (draft.done && draft.finish === null && failWith(draft, bareError(draft, ""))) return;
  else if (draft.done) endDone(draft, end);
  else if (end.open !== undefined && failWith(draft, unfinishedError(draft, end.open))) return;
  else if (draft.finish === null && failWith(draft, bareError(draft, end.open?.line ?? ""))) return;
  else if (draft.finish === null) failTruncated(draft, beforeFinish(draft, end.pending));
  else if (end.pending) failTruncated(draft, "the body ended inside an event that came after the finish");
  else endReply(draft, end.seesAll);
}

/**
 * `[DONE]` ends a stream as the closing brace ends a unary body: the reply is whole, and is judged by what is in it. It may
 * lack its finish, as a unary one may, unless its reader hands it on as an answer.
 */
function endDone(draft: Draft, { pending, seesAll }: { readonly pending: boolean; readonly seesAll: boolean }): void {
  begin(draft);
  if (pending) noteOnce(draft, "bytes-after-done", "bytes that are no whole event came after [DONE]");
  const message = "the stream ended with [DONE] but without a finish_reason";
  if (draft.finish === null && draft.needsFinish) {
    failTruncated(draft, message);
    return;
  }
  if (draft.finish === null) noteOnce(draft, "finish-missing", message);
  endReply(draft, seesAll);
}

/** Ends the reply with a failure that another reading of the same body found. Pure. */
export function failAs(state: StreamState, failure: ChatFailure): Step {
  return state.ended ? { state, events: [] } : stepWith(state, (draft) => fail(draft, failure));
}

/**
 * Ends the reply with a failure that arrived in place of a chunk. `raw` is its text: an error object, or bytes that are not JSON.
 * `too-large`: a limit of ours was met.
 */
export function failStream(
  state: StreamState,
  failure: { readonly kind: "error" | "protocol" | "too-large"; readonly raw: string | null; readonly message: string },
): Step {
  if (state.ended) return { state, events: [] };
  return stepWith(state, (draft) => {
    const context = { ...contextOf(draft), raw: failure.raw, message: failure.message };
    if (failure.kind === "error") fail(draft, classifyException({ ...context, type: null }));
    else fail(draft, failure.kind === "protocol" ? protocolFailure(context) : tooLargeFailure(context));
  });
}

function readData(draft: Draft, data: string): void {
  const event = draft.template === null ? null : readByTemplate(draft.template, data);
  if (event === null) readOtherData(draft, data);
  else {
    if (event.kind === "tool-call-delta") addArguments(draft, event.part, event.argumentsText);
    else draft.events.push(event);
    draft.templateMisses = 0;
  }
}

/** After this many chunks in a row that do not match the learnt template, the decoder stops learning. */
const maxMisses = 8;

function readOtherData(draft: Draft, data: string): void {
  const from = draft.events.length;
  readJson(draft, data);
  draft.template = null;
  if (draft.ended || draft.templateMisses >= maxMisses) return;
  draft.templateMisses += 1;
  draft.template = templateOf(draft, data, draft.events.slice(from));
}

function readJson(draft: Draft, data: string): void {
  const parsed = parseJson(data);
  if (parsed.ok) readChunk(draft, parsed.value, data);
  else {
    const message = `a chunk is not JSON: ${parsed.message}`;
    fail(draft, { ...notJsonFailure(parsed, { ...contextOf(draft), message, raw: data }), phase: "body" });
  }
}

/** {@link step} on a draft that the caller keeps. `data`: the text of the chunk; null: not available. */
export function readChunk(draft: Draft, chunk: unknown, data: string | null): void {
  // Only a failure quotes the chunk: serialising it costs as much as parsing it.
  const raw = () => data ?? JSON.stringify(chunk) ?? null;
  if (isJsonObject(chunk)) readChunkObject(draft, chunk, raw);
  else {
    const failure = textFailure({ ...contextOf(draft), message: "a chunk is not a JSON object", raw: raw() });
    fail(draft, { ...failure, phase: "body" });
  }
}

function readChunkObject(draft: Draft, received: JsonObject, raw: () => string | null): void {
  begin(draft);
  const chunk = listAt(received, "choices") === null ? unwrapped(draft, received) : received;
  readInfo(draft, chunk);
  const choices = listAt(chunk, "choices") ?? [];
  const choice = choices.find(isFirstChoice) ?? null;
  if (choices.length > 1 || (choices.length === 1 && choice === null)) seeOtherChoices(draft, choices, choice);
  const read = isJsonObject(choice) ? choice : null;
  readAround(draft, chunk, read);
  const error = errorBeside(chunk, read, raw);
  if (read !== null) readChoice(draft, read, error !== null);
  if (error !== null) fail(draft, classifyException({ ...contextOf(draft), type: null, message: "", raw: error }));
  else readUsage(draft, usageOf(chunk, read) ?? (draft.finish === null ? null : foreignUsageOf(chunk)));
}

function seeOtherChoices(draft: Draft, choices: readonly JsonValue[], read: JsonValue): void {
  for (const choice of choices) if (choice !== read) draft.otherChoices = withOtherChoice(draft.otherChoices, choice);
}

function isFirstChoice(choice: unknown): boolean {
  return isJsonObject(choice) && (numberAt(choice, "index") === 0 || typeof choice["index"] !== "number");
}

/**
 * Does not emit the finish of a chunk that is an error: the failure reports it, and the official SDK drops such a chunk
 * (openai 6.49, run 2026-08).
 */
function readChoice(draft: Draft, choice: JsonObject, failed: boolean): void {
  const from = draft.events.length;
  const before = draft.logprobs;
  draft.logprobs = withLogprobs(before, choice);
  const delta = objectAt(choice, "delta");
  const message = delta === null ? objectAt(choice, "message") : null;
  if (delta !== null) decodeDelta(draft, delta, "choices[0].delta");
  else if (message !== null) decodeDelta(draft, message, "choices[0].message");
  if (draft.logprobs !== before) {
    addTokens(draft.events, tokensIn(choice), { from, open: draft.open?.kind === "text" ? draft.open.part : null });
  }
  if (!failed) readFinish(draft, choice);
}

function readUsage(draft: Draft, found: FoundUsage | null): void {
  if (found === null) return;
  const { usage, oddity } = decodeUsage(found);
  draft.usageOddity = oddity;
  if (draft.usage !== null && JSON.stringify(usage) === JSON.stringify(draft.usage)) return;
  draft.usage = usage;
  draft.events.push({ kind: "usage", usage });
}

function endReply(draft: Draft, seesAll: boolean): void {
  if (draft.usage === null) noteOnce(draft, "usage-missing", "the reply came without usage");
  if (draft.usageOddity !== null) noteOnce(draft, "usage-form", draft.usageOddity);
  if (seesAll && !draft.done) noteOnce(draft, "done-missing", "the stream ended without [DONE]");
  endParts(draft);
  draft.events.push({ kind: "reply-end" });
  draft.ended = true;
}

function endParts(draft: Draft): void {
  closeParts(draft);
  if (draft.comments > 0) {
    noteOnce(draft, "comments", `${draft.comments} comment lines, the first ":${draft.comment}"`);
  }
  const logprobs = logprobsOf(draft.logprobs);
  if (logprobs !== null) draft.events.push({ kind: "logprobs", logprobs });
  const others = otherChoicesNote(draft.otherChoices);
  if (others !== null) noteOnce(draft, "choices-ignored", others);
  if (draft.finishWords.length > 1) {
    const words = draft.finishWords.join(", ");
    noteOnce(draft, "finish-repeated", `finish_reason came in ${draft.finishWords.length} chunks: ${words}`);
  }
}

function fail(draft: Draft, failure: ChatFailure): void {
  cutParts(draft, () => endParts(draft));
  draft.events.push({ kind: "reply-failed", failure });
  draft.ended = true;
}

/** True when there was a failure to end with. */
function failWith(draft: Draft, failure: ChatFailure | null): boolean {
  if (failure !== null) fail(draft, failure);
  return failure !== null;
}

function failWithTransport(draft: Draft, error: TransportError): void {
  const { afterFinish, status, requestId } = contextOf(draft);
  fail(draft, classifyTransport(error, { phase: "body", afterFinish, status, requestId }));
}

function failTruncated(draft: Draft, message: string): void {
  fail(draft, truncatedFailure({ ...contextOf(draft), message, raw: null }));
}

function beforeFinish(draft: Draft, pending: boolean): string {
  if (pending) return "the body ended inside an event, before a finish_reason";
  return draft.started ? "the stream ended before a finish_reason" : "the body ended before any chunk";
}
