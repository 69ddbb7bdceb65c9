import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { TransportError } from "../../wire/exchange.js";
import type { OpenEvent, SseFrame } from "../../wire/frames/sse.js";
import { parseJson } from "../../wire/json.js";
import { begin, noteEach, noteOnce } from "../draft-notes.js";
import { notJsonFailure, protocolFailure, textFailure, tooLargeFailure } from "../errors/classify.js";
import { objectAt, textAt } from "../openai/wire-members.js";
import { endReply, fail, failTruncated, failWith, failWithTransport } from "./decode/end-reply.js";
import { bareError, errorEvent, errorIn, keepBareLine, unfinishedError } from "./decode/errors-in-stream.js";
import { isRepeatedLater, progressTypes, terminalTypes, textEvents } from "./decode/event-kinds.js";
import { growFurther, settleGrowing } from "./decode/growing-text.js";
import { quote } from "./decode/quote.js";
import { learnPiece, readRepeated } from "./decode/repeated-piece.js";
import { readInfo, readTerminal } from "./decode/response-facts.js";
import { followSequence } from "./decode/sequence.js";
import { stepItem, stepText } from "./decode/step-item.js";
import { contextOf, type Draft, type Step, type StreamState, stepWith } from "./decode/stream-state.js";
import { doneMark } from "./wire.js";

/** How a body ended. `pending`: inside an event. `open`: the event that it ended in; absent: not available. */
export type StreamEnd =
  | { readonly kind: "eof"; readonly pending: boolean; readonly open?: OpenEvent }
  | { readonly kind: "broken"; readonly error: TransportError };

/** Reads the frames of one network read on a draft that the caller keeps. Reads nothing after a failure. */
export function readFrames(draft: Draft, frames: readonly SseFrame[]): void {
  for (const frame of frames) {
    if (draft.ended) return;
    readFrame(draft, frame);
  }
}

/**
 * Reads one parsed event, as an SDK returns it. Pure.
 *
 * @example
 * let state = startState({ status: 200, requestId: null, aliases: noAliases });
 * const read = step(state, { type: "response.output_text.delta", output_index: 0, content_index: 0, delta: "Hi" });
 * read.events.map(({ kind }) => kind); // ["reply-start", "note", "text-start", "text-delta"]: its item had not begun
 * state = read.state;
 */
export function step(state: StreamState, event: unknown): Step {
  if (state.ended) return { state, events: [] };
  return stepWith(state, (draft) => readEvent(draft, event, null));
}

/** Ends the reply with exactly one `reply-end` or `reply-failed`; does nothing when it has ended already. Pure. */
export function finishStream(state: StreamState, end: StreamEnd): Step {
  return state.ended ? { state, events: [] } : stepWith(state, (draft) => endBody(draft, end));
}

/** {@link finishStream} on a draft that the caller keeps. */
export function endBody(draft: Draft, end: StreamEnd): void {
  if (draft.ended) return;
  if (failWith(draft, draft.failure)) return;
  if (end.kind === "broken") failWithTransport(draft, end.error);
  else if (draft.done && draft.terminal !== null) endDone(draft, end.pending);
  else if (end.open !== undefined && failWith(draft, unfinishedError(draft, end.open))) return;
  else if (draft.terminal === null && failWith(draft, bareError(draft, end.open?.line ?? ""))) return;
  else if (draft.terminal === null) failTruncated(draft, beforeTerminal(draft, end.pending));
  else if (end.pending) failTruncated(draft, `the body ended inside an event that came after ${draft.terminal}`);
  else endReply(draft);
}

/**
 * Ends the reply with a failure that arrived in place of an event, or that a limit of ours caused. `raw`: its text.
 */
export function failStream(
  state: StreamState,
  failure: { readonly kind: "protocol" | "too-large"; readonly raw: string | null; readonly message: string },
): Step {
  if (state.ended) return { state, events: [] };
  return stepWith(state, (draft) => {
    const context = { ...contextOf(draft), raw: failure.raw, message: failure.message };
    fail(draft, failure.kind === "protocol" ? protocolFailure(context) : tooLargeFailure(context));
  });
}

function readFrame(draft: Draft, frame: SseFrame): void {
  if (frame.kind === "comment") {
    draft.comments += 1;
    draft.comment ??= frame.text;
  } else if (frame.kind === "ignored") {
    if (!draft.done && failWith(draft, keepBareLine(draft, frame.line))) return;
    noteOnce(draft, "line-ignored", `a line that is no field of an event was not read: ${quote(frame.line)}`);
  } else if (draft.done) noteAfterDone(draft, frame.data);
  else if (frame.data.startsWith(doneMark)) draft.done = true;
  else readData(draft, frame);
}

function readData(draft: Draft, frame: Extract<SseFrame, { kind: "event" }>): void {
  if (readRepeated(draft, frame)) return;
  const { event: name, data } = frame;
  const parsed = parseJson(data);
  if (parsed.ok) {
    const type = isJsonObject(parsed.value) ? textAt(parsed.value, "type") : null;
    const isAnother = name !== null && type !== null && name !== type;
    if (isAnother) noteEach(draft, "unknown-event", `an event named ${name} has the type ${type}`);
    const before = draft.growing;
    readEvent(draft, parsed.value, data);
    if (before !== null && before === draft.growing) learnPiece(draft, frame, parsed.value);
    if (name === "error" && type === null && !draft.ended) draft.failure ??= errorEvent(draft, data);
    return;
  }
  if (name === "error" && failWith(draft, errorEvent(draft, data))) return;
  const message = `an event is not JSON: ${parsed.message}`;
  fail(draft, { ...notJsonFailure(parsed, { ...contextOf(draft), message, raw: data }), phase: "body" });
}

/** `data`: the text of the event; null: not available. */
function readEvent(draft: Draft, event: unknown, data: string | null): void {
  if (isJsonObject(event) && growFurther(draft, event)) return;
  settleGrowing(draft);
  readOther(draft, event, data);
}

function readOther(draft: Draft, event: unknown, data: string | null): void {
  // Only a failure quotes the event: serialising it costs as much as parsing it.
  const raw = () => data ?? JSON.stringify(event) ?? null;
  if (isJsonObject(event)) {
    readObject(draft, event, raw);
    return;
  }
  const failure = textFailure({ ...contextOf(draft), message: "an event is not a JSON object", raw: raw() });
  fail(draft, { ...failure, phase: "body" });
}

function readObject(draft: Draft, event: JsonObject, raw: () => string | null): void {
  begin(draft);
  const type = textAt(event, "type") ?? "";
  // After an error event only the end of its response is read.
  if (draft.failure !== null && !terminalTypes.has(type)) return;
  followSequence(draft, event, type);
  if (draft.terminal !== null) noteAfterTerminal(draft, event, type);
  else draft.failure ??= errorIn(draft, event, raw);
  if (draft.failure === null || terminalTypes.has(type)) readKnown(draft, event, type);
}

function readKnown(draft: Draft, event: JsonObject, type: string): void {
  if (draft.terminal !== null) return;
  const text = textEvents.get(type);
  const response = objectAt(event, "response");
  if (text !== undefined) stepText(draft, event, { type, ...text });
  else if (type === "response.output_item.added" || type === "response.output_item.done") stepItem(draft, event, type);
  else if (terminalTypes.has(type)) readTerminal(draft, terminalOf(event, type), type);
  else if (progressTypes.has(type)) readProgress(draft, response ?? {}, type);
  else if (!isRepeatedLater(type))
    noteEach(draft, "unknown-event", `an event of type ${JSON.stringify(type)} is not read`);
  if (draft.begun === null && type !== "") noteLateStart(draft, type);
}

/** The event says by its type how the response ended, where the response does not. */
function terminalOf(event: JsonObject, type: string): JsonObject {
  const response = objectAt(event, "response") ?? {};
  return textAt(response, "status") === null ? { ...response, status: type.replace("response.", "") } : response;
}

function readProgress(draft: Draft, response: JsonObject, type: string): void {
  if (type !== "response.in_progress") {
    if (draft.begun === type) noteOnce(draft, "message-start-repeated", `a second ${type} came`);
    if (draft.items.length > 0) noteOnce(draft, "message-start-late", `${type} came after an item began`);
    if (draft.begun !== "response.created") draft.begun = type;
  }
  readInfo(draft, response);
}

function noteLateStart(draft: Draft, type: string): void {
  noteOnce(draft, "message-start-missing", `the stream began with ${type}, without response.created`);
}

function noteAfterTerminal(draft: Draft, event: JsonObject, type: string): void {
  const failure = errorIn(draft, event, () => JSON.stringify(event));
  if (failure !== null)
    noteOnce(draft, "error-after-done", `an error came after ${draft.terminal}: ${failure.message}`);
  else noteOnce(draft, "event-after-finish", `${type === "" ? "an event" : type} came after ${draft.terminal}`);
}

function noteAfterDone(draft: Draft, data: string): void {
  const words = data.startsWith(doneMark)
    ? "[DONE] came twice"
    : `an event came after [DONE], and was not read: ${quote(data)}`;
  noteOnce(draft, "event-after-done", words);
}

function endDone(draft: Draft, pending: boolean): void {
  if (pending) noteOnce(draft, "bytes-after-done", "bytes that are no whole event came after [DONE]");
  endReply(draft);
}

function beforeTerminal(draft: Draft, pending: boolean): string {
  if (pending) return "the body ended inside an event, before the response ended";
  if (draft.done) return "the stream ended with [DONE], before the response ended";
  return draft.started ? "the stream ended before the response did" : "the body ended before any event";
}

/** Ends the reply with a failure that another reading of the same body found. Pure. */
export function failAs(state: StreamState, failure: ChatFailure): Step {
  return state.ended ? { state, events: [] } : stepWith(state, (draft) => fail(draft, failure));
}
