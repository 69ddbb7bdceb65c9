import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { TransportError } from "../../wire/exchange.js";
import type { SseFrame } from "../../wire/frames/sse.js";
import { parseJson } from "../../wire/json.js";
import { classifyException, classifyTransport, protocolFailure, truncatedFailure } from "../errors/classify.js";
import { readByTemplate, templateOf } from "./decode/chunk-template.js";
import { closeParts, decodeDelta } from "./decode/delta.js";
import { decodeFinish } from "./decode/finish.js";
import { type Draft, noteOnce, type Step, type StreamInfo, type StreamState, stepWith } from "./decode/stream-state.js";
import { decodeUsage, usageOf } from "./decode/usage.js";
import { doneMark, listAt, numberAt, objectAt, textAt } from "./wire.js";

/**
 * How a body came to its end. `pending`: inside an event. `seesAll`: the reader saw every byte (ours does, an SDK does
 * not), so that what it did not see was not there.
 */
export type StreamEnd =
  | { readonly kind: "eof"; readonly pending: boolean; readonly seesAll: boolean }
  | { readonly kind: "broken"; readonly error: TransportError };

/** Reads frames, one or those of a network read. Pure. */
export function stepFrames(state: StreamState, frames: readonly SseFrame[]): Step {
  return stepWith(state, (draft) => readFrames(draft, frames));
}

/** {@link stepFrames} for a reader that keeps a draft of its own. After `[DONE]` or a failure nothing is read any more. */
export function readFrames(draft: Draft, frames: readonly SseFrame[]): void {
  for (const frame of frames) {
    if (draft.ended) return;
    readFrame(draft, frame);
  }
}

function readFrame(draft: Draft, frame: SseFrame): void {
  if (frame.kind === "comment") {
    draft.comments += 1;
    draft.comment ??= frame.text;
  } else if (draft.done) noteOnce(draft, "event-after-done", "an event came after [DONE], and was not read");
  else if (frame.data.startsWith(doneMark)) draft.done = true;
  else readData(draft, frame.data);
}

/** Reads one chunk that is parsed already: what an SDK hands out. Pure. */
export function step(state: StreamState, chunk: unknown): Step {
  if (state.ended) return { state, events: [] };
  return stepWith(state, (draft) => readChunk(draft, chunk, null));
}

/** Tells how the reply ended: exactly one `reply-end` or `reply-failed`, unless one was told. Pure. */
export function finishStream(state: StreamState, end: StreamEnd): Step {
  return state.ended ? { state, events: [] } : stepWith(state, (draft) => endBody(draft, end));
}

/** {@link finishStream} for a reader that keeps a draft of its own. */
export function endBody(draft: Draft, end: StreamEnd): void {
  if (draft.ended) return;
  if (end.kind === "broken") failWithTransport(draft, end.error);
  else if (draft.finish === null) failTruncated(draft, beforeFinish(draft, end.pending));
  else if (end.pending) failTruncated(draft, "the body ended inside an event that came after the finish");
  else endReply(draft, end.seesAll);
}

/** Tells a failure that came in place of a chunk: `raw` is its text, an error object or bytes that are no JSON. */
export function failStream(
  state: StreamState,
  failure: { readonly kind: "error" | "protocol"; readonly raw: string | null; readonly message: string },
): Step {
  if (state.ended) return { state, events: [] };
  return stepWith(state, (draft) => {
    const at = { ...place(draft), raw: failure.raw, message: failure.message };
    fail(draft, failure.kind === "error" ? classifyException({ ...at, type: null }) : protocolFailure(at));
  });
}

function readData(draft: Draft, data: string): void {
  const told = draft.template === null ? null : readByTemplate(draft.template, data);
  if (told === null) readOtherData(draft, data);
  else {
    draft.events.push(told);
    draft.templateMisses = 0;
  }
}

/** How many chunks in a row may be another than was learnt before nothing is learnt any more. */
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
  else fail(draft, protocolFailure({ ...place(draft), message: `a chunk is not JSON: ${parsed.message}`, raw: data }));
}

/** {@link step} for a reader that keeps a draft of its own. `data`: the chunk's own text; null: it is not at hand. */
export function readChunk(draft: Draft, chunk: unknown, data: string | null): void {
  // Only a failure quotes the chunk: writing it again costs as much as reading it.
  const raw = () => data ?? JSON.stringify(chunk) ?? null;
  if (isJsonObject(chunk)) readChunkObject(draft, chunk, raw);
  else fail(draft, protocolFailure({ ...place(draft), message: "a chunk is no JSON object", raw: raw() }));
}

function readChunkObject(draft: Draft, chunk: JsonObject, raw: () => string | null): void {
  start(draft);
  tellInfo(draft, chunk);
  const failed = isError(chunk);
  const choices = listAt(chunk, "choices") ?? [];
  const choice = choices.find(isFirstChoice) ?? null;
  if (choices.length > 1 || (choices.length === 1 && choice === null)) {
    noteOnce(draft, "choices-ignored", "more than one choice came; only the one with index 0 is read");
  }
  if (isJsonObject(choice)) readChoice(draft, choice, failed);
  if (failed) fail(draft, classifyException({ ...place(draft), type: null, message: "", raw: raw() }));
  else readUsage(draft, usageOf(chunk, isJsonObject(choice) ? choice : null));
}

/** An error object in the place of a chunk, with or without a chunk's members around it. */
function isError(chunk: JsonObject): boolean {
  const error = chunk["error"];
  if (error !== undefined && error !== null && error !== false && error !== "") return true;
  return chunk["object"] === "error" || (chunk["choices"] === undefined && textAt(chunk, "message") !== null);
}

function isFirstChoice(choice: unknown): boolean {
  return isJsonObject(choice) && (numberAt(choice, "index") === 0 || typeof choice["index"] !== "number");
}

/**
 * The finish of a chunk that is an error is not told: the failure says it, and the official SDK hands out none of such
 * a chunk (openai 6.49, run 2026-08).
 */
function readChoice(draft: Draft, choice: JsonObject, failed: boolean): void {
  const delta = objectAt(choice, "delta") ?? objectAt(choice, "message");
  if (delta !== null) decodeDelta(draft, delta);
  const finish = decodeFinish(choice);
  if (failed || finish === null) return;
  draft.finishWords = [...draft.finishWords, finish.raw ?? ""];
  if (draft.finish !== null) return;
  draft.finish = finish;
  closeParts(draft);
  draft.events.push({ kind: "finish", finish });
}

function readUsage(draft: Draft, wire: JsonObject | null): void {
  if (wire === null) return;
  const usage = decodeUsage(wire);
  if (draft.usage !== null && JSON.stringify(usage) === JSON.stringify(draft.usage)) return;
  draft.usage = usage;
  draft.events.push({ kind: "usage", usage });
}

function start(draft: Draft): void {
  if (draft.started) return;
  draft.started = true;
  draft.events.push({ kind: "reply-start", status: draft.status, requestId: draft.requestId });
  if (draft.otherShape !== null) noteOnce(draft, "other-shape", draft.otherShape);
}

function tellInfo(draft: Draft, chunk: JsonObject): void {
  const id = textAt(chunk, "id");
  const model = textAt(chunk, "model");
  const upstream = textAt(chunk, "provider");
  const created = numberAt(chunk, "created");
  const told = draft.info;
  const isNews = told === null || isNew(id, told.id) || isNew(model, told.model) || isNew(upstream, told.upstream);
  // Most chunks say what the one before did, or less: nothing is made for them.
  if (!isNews && !isNew(created, told.created)) return;
  if (told !== null) noteChange(draft, told, { id, model, upstream, created });
  if (id === null && model === null && upstream === null && created === null) return;
  draft.info = {
    id: id ?? told?.id ?? null,
    model: model ?? told?.model ?? null,
    upstream: upstream ?? told?.upstream ?? null,
    created: created ?? told?.created ?? null,
  };
  if (isNews && (id ?? model ?? upstream) !== null) draft.events.push({ kind: "reply-info", id, model, upstream });
}

function isNew(said: string | number | null, told: string | number | null): boolean {
  return said !== null && said !== told;
}

const identity = ["id", "created", "model"] as const;

/** A chunk that says nothing of a member contradicts nobody; Azure's first has blanks and a zero (recordings of 2026). */
function noteChange(draft: Draft, told: StreamInfo, now: StreamInfo): void {
  const isSaid = (value: string | number | null) => value !== null && value !== "" && value !== 0;
  const changed = identity.filter((name) => isSaid(told[name]) && isSaid(now[name]) && told[name] !== now[name]);
  if (changed.length === 0) return;
  const words = changed.map((name) => `${name} ${JSON.stringify(told[name])}, then ${JSON.stringify(now[name])}`);
  noteOnce(draft, "identity-changed", words.join("; "));
}

function endReply(draft: Draft, seesAll: boolean): void {
  if (draft.usage === null) noteOnce(draft, "usage-missing", "the reply came without usage");
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
  if (draft.finishWords.length > 1) {
    const words = draft.finishWords.join(", ");
    noteOnce(draft, "finish-repeated", `finish_reason came in ${draft.finishWords.length} chunks: ${words}`);
  }
}

function fail(draft: Draft, failure: ReturnType<typeof truncatedFailure>): void {
  endParts(draft);
  draft.events.push({ kind: "reply-failed", failure });
  draft.ended = true;
}

function failWithTransport(draft: Draft, error: TransportError): void {
  const { afterFinish, status, requestId } = place(draft);
  fail(draft, classifyTransport(error, { phase: "body", afterFinish, status, requestId }));
}

function failTruncated(draft: Draft, message: string): void {
  fail(draft, truncatedFailure({ ...place(draft), message, raw: null }));
}

function beforeFinish(draft: Draft, pending: boolean): string {
  if (pending) return "the body ended inside an event, before a finish_reason";
  if (draft.done) return "the stream ended with [DONE] but without a finish_reason";
  return draft.started ? "the stream ended before a finish_reason" : "the body ended before any chunk";
}

function place(draft: Draft) {
  return { afterFinish: draft.finish !== null, status: draft.status, requestId: draft.requestId };
}
