import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { TransportError } from "../../wire/exchange.js";
import type { OpenEvent, SseFrame } from "../../wire/frames/sse.js";
import { parseJson } from "../../wire/json.js";
import { blockKey } from "../anthropic/blocks.js";
import { followOrder } from "../anthropic/order.js";
import { readRecord } from "../anthropic/read.js";
import { documentText, numberIn, objectIn, stringIn } from "../draft/read-json.js";
import { type Draft, note, noteGuardrail, update } from "../draft/stream-state.js";
import { withMetrics } from "../draft/usage-counts.js";
import { writeArguments } from "../draft/write-parts.js";
import {
  classifyException,
  classifyTransport,
  notJsonFailure,
  textFailure,
  truncatedFailure,
} from "../errors/classify.js";
import { bareFailure, errorFailure, isBareError, keepBareLine, unfinishedFailure } from "./decode/bare-lines.js";
import { closeReply } from "./decode/close-reply.js";
import { andThen, contextOf, noteStep, readInto, type Step, type StreamState } from "./decode/stream-state.js";
import { doneMark, quote } from "./wire.js";

/**
 * How a body ended. `pending`: inside an event. `open`: the event that it ended in; absent: not available.
 */
export type StreamEnd =
  | { readonly kind: "eof"; readonly pending: boolean; readonly open?: OpenEvent }
  | { readonly kind: "broken"; readonly error: TransportError };

/** Reads one frame. Nothing is read after the reply has ended, and nothing but its place after `message_stop`. Pure. */
export function stepFrame(state: StreamState, frame: SseFrame): Step {
  if (state.ended) return { state, events: [] };
  switch (frame.kind) {
    case "comment":
      return { state: { ...state, comments: state.comments + 1, comment: state.comment ?? frame.text }, events: [] };
    case "ignored": {
      const message = `a line that is no field of an event was not read: ${quote(frame.line)}`;
      return noteStep(keepBareLine(state, frame.line), "line-ignored", message);
    }
    default:
      return stepEvent(state, frame);
  }
}

/**
 * Reads one parsed event, as an SDK returns it. Pure.
 *
 * @example
 * let state = startState({ status: 200, requestId: null, aliases: noAliases });
 * const read = step(state, { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } });
 * state = read.state;
 */
export function step(state: StreamState, record: JsonObject): Step {
  if (state.ended) return { state, events: [] };
  const begun: StreamState = { ...state, begun: true, inputs: inputsWith(state, record) };
  if (isBareError(record)) return closeReply(begun, errorFailure(begun, JSON.stringify(record)));
  if (state.reply.terminal) return noteLate(begun, record);
  const read = readInto(begun, (draft) => readWithOrder(draft, record, begun.inputs));
  const { error } = read.state.reply;
  if (error === null) return read;
  const context = { ...contextOf(read.state), raw: JSON.stringify(record) };
  return andThen(read, (now) => closeReply(now, classifyException({ ...context, ...error })));
}

/** Ends the reply with exactly one `reply-end` or `reply-failed`; does nothing when it has ended already. Pure. */
export function finishStream(state: StreamState, end: StreamEnd): Step {
  return state.ended ? { state, events: [] } : closeReply(state, endingOf(state, end));
}

function stepEvent(before: StreamState, { event, data }: Extract<SseFrame, { kind: "event" }>): Step {
  if (data.trim() === doneMark) return noteStep(before, "done-mark", "[DONE] came, which this API does not have");
  const state: StreamState = { ...before, begun: true };
  const parsed = parseJson(data);
  const record = parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
  if (event === "error" && stringIn(record ?? {}, "type") !== "error") {
    return closeReply(state, errorFailure(state, data));
  }
  if (record !== null) return andThen(formStep(state, { event, data, record }), (named) => step(named, record));
  const context = { ...contextOf(state), raw: data };
  if (parsed.ok)
    return closeReply(state, inBody(textFailure({ ...context, message: "an event is not a JSON object" })));
  const message = `an event is not JSON: ${parsed.message}`;
  return closeReply(state, inBody(notJsonFailure(parsed, { ...context, message })));
}

function inBody(failure: ChatFailure): ChatFailure {
  return { ...failure, phase: "body" };
}

type Written = { readonly event: string | null; readonly data: string; readonly record: JsonObject };

/** Notes a byte order mark inside an event: it belongs to the start of a text alone, and is part of a name or a value here. */
function formStep(state: StreamState, { event, data, record }: Written): Step {
  const named = nameStep(state, event, record);
  if (!data.includes("\ufeff")) return named;
  const message = `a byte order mark stands inside an event of type ${String(stringIn(record, "type"))}`;
  return andThen(named, (now) => noteStep(now, "byte-order-mark", message));
}

/**
 * The official client drops an event without a name (@anthropic-ai/sdk 1.14.0, core/streaming), so that it loses the ones that a
 * stream does not name. Where none has a name, that is only noted at the end: a recording of the data alone looks the same.
 */
function nameStep(state: StreamState, event: string | null, record: JsonObject): Step {
  const isNamed = event !== null;
  const named: StreamState = { ...state, named: (state.named ?? isNamed) && isNamed };
  const type = stringIn(record, "type");
  if (isNamed && event !== type) {
    return noteStep(named, "event-name", `an event with the name ${event} has the type ${String(type)}`);
  }
  const isOdd = state.named !== null && state.named !== isNamed;
  return isOdd
    ? noteStep(named, "event-name", `an event of type ${String(type)} has no name`)
    : { state: named, events: [] };
}

/** Keeps the `input` of a starting call: it counts where no delta brings another. */
function inputsWith({ inputs }: StreamState, record: JsonObject): StreamState["inputs"] {
  if (stringIn(record, "type") !== "content_block_start") return inputs;
  const block = objectIn(record, "content_block") ?? {};
  const input = stringIn(block, "type") === "tool_use" ? documentText(block["input"]) : null;
  return input === null ? inputs : new Map(inputs).set(blockKey(record), input);
}

function readWithOrder(draft: Draft, record: JsonObject, inputs: StreamState["inputs"]): void {
  const type = stringIn(record, "type");
  followOrder(draft, record);
  noteForm(draft, type, record);
  if (draft.state.finish !== null) noteAfterFinish(draft, type);
  if (type === "content_block_stop") fillArguments(draft, blockKey(record), inputs);
  readRecord(draft, record);
  update(draft, { usage: withMetrics(draft.state.usage, record) });
  noteGuardrail(draft, record);
}

/** Every event has a type, and every event of a block its index. */
function noteForm(draft: Draft, type: string | null, record: JsonObject): void {
  if (type === null) note(draft, "unknown-event", "an event without a type");
  if (type === "message_start" && objectIn(record, "message") === null) {
    note(draft, "message-missing", "message_start has no message");
  }
  if (type?.startsWith("content_block_") !== true || numberIn(record, "index") !== null) return;
  note(draft, "block-index-missing", `an event of type ${type} has no index`);
}

/** The stop reason comes after every block, and the message starts before it. */
function noteAfterFinish(draft: Draft, type: string | null): void {
  if (type === "message_start") note(draft, "message-start-late", "the message start came after the stop reason");
  if (type?.startsWith("content_block_") !== true) return;
  note(draft, "block-after-finish", `an event of type ${type} came after the stop reason`);
}

/** A call without arguments sends the placeholder that it began with, and at most one delta that is empty (recordings of 2025 and 2026). */
function fillArguments(draft: Draft, key: string, inputs: StreamState["inputs"]): void {
  const block = draft.state.blocks.get(key);
  const input = inputs.get(key);
  if (block?.kind !== "tool-call" || block.ended || block.argumentsText !== "" || input === undefined) return;
  writeArguments(draft, key, input);
}

/** What comes after `message_stop` is not read: the reply is whole, and another message is none of its own. */
function noteLate(state: StreamState, record: JsonObject): Step {
  const type = stringIn(record, "type");
  if (type === "ping") return { state, events: [] };
  if (type === "error") return closeReply(state, errorFailure(state, JSON.stringify(record)));
  return noteStep(state, "event-after-finish", `an event of type ${String(type)} came after message_stop`);
}

function endingOf(state: StreamState, end: StreamEnd): ChatFailure | "complete" {
  if (end.kind === "broken") {
    const { afterFinish, status, requestId } = contextOf(state);
    return classifyTransport(end.error, { phase: "body", afterFinish, status, requestId });
  }
  const { pending, open } = end;
  const stated =
    (open === undefined ? null : unfinishedFailure(state, open)) ??
    (state.reply.terminal ? null : bareFailure(state, open?.line ?? ""));
  if (stated !== null) return stated;
  if (state.reply.terminal && !pending) return "complete";
  return truncatedFailure({ ...contextOf(state), message: whereCut(state, pending), raw: null });
}

function whereCut({ reply, begun }: StreamState, pending: boolean): string {
  if (reply.terminal) return "the body ended inside an event that came after message_stop";
  if (pending) return "the body ended inside an event, before message_stop";
  return begun ? "the stream ended before message_stop" : "the body ended before any event";
}
