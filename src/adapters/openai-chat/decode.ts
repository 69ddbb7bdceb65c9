import type { ChatEvent } from "../../chat/event.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { notJsonFailure, textFailure, truncatedFailure } from "../errors/classify.js";
import { draftOf, type StreamState } from "./decode/stream-state.js";
import { endBody, readChunk } from "./decode-stream.js";
import { listAt, objectAt } from "./wire.js";

/**
 * Decodes a whole completion from its text. Gateways send white space before it to keep the connection alive
 * (OpenRouter, in recorded traffic). An empty or incomplete body is `truncated`; any other body that is not a completion
 * is `protocol`. `state` must be fresh: a unary reply is decoded as a stream of one chunk.
 */
export function decode(state: StreamState, text: string): readonly ChatEvent[] {
  const body = text.trim();
  const context = { afterFinish: false, status: state.status, requestId: state.requestId };
  if (body === "") return [failed(truncatedFailure({ ...context, message: "the body is empty", raw: null }))];
  const parsed = parseJson(body);
  if (parsed.ok) return decodeCompletion(state, parsed.value);
  const failure = { ...context, message: `the body is not whole JSON: ${parsed.message}`, raw: body };
  return [failed(parsed.incomplete ? truncatedFailure(failure) : notJsonFailure(parsed, failure))];
}

/** {@link decode} for a parsed completion, as an SDK returns it. */
export function decodeCompletion(state: StreamState, completion: unknown): readonly ChatEvent[] {
  const context = { afterFinish: false, status: state.status, requestId: state.requestId };
  // Only a failure quotes the body: serialising it costs as much as parsing it.
  const raw = (): string | null => JSON.stringify(completion) ?? null;
  if (!isJsonObject(completion)) {
    return [failed(textFailure({ ...context, message: "the body is not a JSON object", raw: raw() }))];
  }
  if (listAt(completion, "choices") === null) {
    return [failed(textFailure({ ...context, message: "the body has no choices", raw: raw() }))];
  }
  return decodeChoices(state, completion);
}

function decodeChoices(state: StreamState, completion: JsonObject): readonly ChatEvent[] {
  const choices = listAt(completion, "choices") ?? [];
  const draft = draftOf(state);
  readChunk(draft, { ...completion, choices: choices.map(asDelta) }, null);
  if (draft.ended) return draft.events;
  if (!choices.some(hasMessage)) {
    const note = { id: "message-missing", message: "the completion has no choice with a message" };
    draft.events.push({ kind: "note", note });
  }
  // A whole body may lack its finish. That is evidence, but the body was not cut.
  draft.finish ??= missingFinish;
  endBody(draft, { kind: "eof", pending: false, seesAll: false });
  return draft.events;
}

/** Replaces a finish that the body does not have; it is never emitted. */
const missingFinish = { kind: "other", raw: null, nativeRaw: null, stopSequence: null } as const;

/** The choice with `index` on each call, as in a stream: the call's position in the list. */
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
