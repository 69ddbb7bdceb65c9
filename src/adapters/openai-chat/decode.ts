import type { ChatEvent } from "../../chat/event.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { classifyException, protocolFailure, truncatedFailure } from "../errors/classify.js";
import { draftOf, type StreamState } from "./decode/stream-state.js";
import { endBody, failStream, readChunk } from "./decode-stream.js";
import { listAt, objectAt } from "./wire.js";

/**
 * Reads a whole completion from its text. White space before it is what gateways send to keep the connection alive
 * (OpenRouter, seen in recorded traffic). Nothing or a beginning is `truncated`, anything else that is no
 * completion is `protocol`. `state` is a fresh one: a unary reply is a stream of one chunk.
 */
export function decode(state: StreamState, text: string): readonly ChatEvent[] {
  const body = text.trim();
  const at = { afterFinish: false, status: state.status, requestId: state.requestId };
  if (body === "") return [failed(truncatedFailure({ ...at, message: "the body is empty", raw: null }))];
  const parsed = parseJson(body);
  if (parsed.ok) return decodeCompletion(state, parsed.value);
  const failure = { ...at, message: `the body is not whole JSON: ${parsed.message}`, raw: body };
  return [failed(parsed.incomplete ? truncatedFailure(failure) : protocolFailure(failure))];
}

/** Reads a whole completion that is parsed already: what an SDK hands out. */
export function decodeCompletion(state: StreamState, completion: unknown): readonly ChatEvent[] {
  const at = { afterFinish: false, status: state.status, requestId: state.requestId };
  // Only a failure quotes the body: writing it again costs as much as reading it.
  const raw = (): string | null => JSON.stringify(completion) ?? null;
  if (!isJsonObject(completion)) {
    return [failed(protocolFailure({ ...at, message: "the body is no JSON object", raw: raw() }))];
  }
  if (completion["error"] !== undefined && completion["error"] !== null) {
    return [failed(classifyException({ ...at, type: null, message: "", raw: raw() }))];
  }
  if (listAt(completion, "choices") === null) {
    return failStream(state, {
      kind: completion["object"] === "error" ? "error" : "protocol",
      raw: raw(),
      message: "the body has no choices",
    }).events;
  }
  return decodeChoices(state, completion);
}

function decodeChoices(state: StreamState, completion: JsonObject): readonly ChatEvent[] {
  const choices = listAt(completion, "choices") ?? [];
  const draft = draftOf(state);
  readChunk(draft, { ...completion, choices: choices.map(asDelta) }, null);
  if (!choices.some(hasMessage)) {
    const note = { id: "message-missing", message: "the completion has no choice with a message" };
    draft.events.push({ kind: "note", note });
  }
  // The finish of a whole body may be missing, which is evidence, but nothing was cut.
  draft.finish ??= unsaid;
  endBody(draft, { kind: "eof", pending: false, seesAll: false });
  return draft.events;
}

/** Stands in for a finish that the body does not say; it is never told. */
const unsaid = { kind: "other", raw: null, nativeRaw: null, stopSequence: null } as const;

/** A choice with its calls numbered by their place, which is what `index` says in a stream. */
function asDelta(choice: JsonValue): JsonValue {
  const message = isJsonObject(choice) ? objectAt(choice, "message") : null;
  if (!isJsonObject(choice) || message === null) return choice;
  const calls = listAt(message, "tool_calls");
  const numbered = calls?.map((call, index) => (isJsonObject(call) ? { ...call, index } : call));
  return { ...choice, message: numbered === undefined ? message : { ...message, tool_calls: numbered } };
}

function hasMessage(choice: JsonValue): boolean {
  return isJsonObject(choice) && objectAt(choice, "message") !== null;
}

function failed(failure: ReturnType<typeof truncatedFailure>): ChatEvent {
  return { kind: "reply-failed", failure };
}
