import type { ChatEvent } from "../../chat/event.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { notJsonFailure, textFailure, truncatedFailure } from "../errors/classify.js";
import { listAt, objectAt } from "../openai/wire-members.js";
import { nestedReply, noteNested } from "./decode/nested-reply.js";
import { draftOf, type StreamState } from "./decode/stream-state.js";
import { endBody, readChunk } from "./decode-stream.js";

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
export function decodeCompletion(state: StreamState, received: unknown): readonly ChatEvent[] {
  const nested = isCompletion(received) || hasError(received) ? null : nestedReply(received);
  const completion = nested?.body ?? received;
  const context = { afterFinish: false, status: state.status, requestId: state.requestId };
  // Only a failure quotes the body: serialising it costs as much as parsing it.
  const raw = (): string | null => JSON.stringify(completion) ?? null;
  if (!isJsonObject(completion)) {
    return [failed(textFailure({ ...context, message: "the body is not a JSON object", raw: raw() }))];
  }
  if (listAt(completion, "choices") === null) {
    return [failed(textFailure({ ...context, message: "the body has no choices", raw: raw() }))];
  }
  return decodeChoices(state, completion, nested?.path ?? null);
}

function isCompletion(received: unknown): boolean {
  return isJsonObject(received) && listAt(received, "choices") !== null;
}

function hasError(received: unknown): boolean {
  return isJsonObject(received) && received["error"] !== undefined && received["error"] !== null;
}

/** `path`: where the completion stands in the body; null: it is the body. */
function decodeChoices(state: StreamState, completion: JsonObject, path: string | null): readonly ChatEvent[] {
  const choices = firstAtZero(listAt(completion, "choices") ?? []);
  const draft = draftOf(state);
  readChunk(draft, { ...completion, choices: choices.map(asDelta) }, null);
  if (draft.ended) return draft.events;
  if (path !== null) noteNested(draft, path);
  if (!choices.some(hasMessage)) {
    const note = { id: "message-missing", message: "the completion has no choice with a message" };
    draft.events.push({ kind: "note", note });
  }
  // A whole body may lack its finish. That is evidence, but the body was not cut.
  draft.finish ??= missingFinish;
  endBody(draft, { kind: "eof", pending: false, seesAll: false });
  return draft.events;
}

/** A whole body without a choice of index 0 has its first choice in that place. */
function firstAtZero(choices: readonly JsonValue[]): readonly JsonValue[] {
  const [first, ...rest] = choices;
  if (!isJsonObject(first) || choices.some((one) => isJsonObject(one) && !isLater(one))) return choices;
  return [{ ...first, index: 0 }, ...rest];
}

function isLater({ index }: JsonObject): boolean {
  return typeof index === "number" && index !== 0;
}

/** Replaces a finish that the body does not have; it is never emitted. */
const missingFinish = { kind: "other", raw: null, nativeRaw: null, stopSequence: null } as const;

/** The choice with `index` on each call, as in a stream: the call's position in the list. */
function asDelta(choice: JsonValue): JsonValue {
  const message = isJsonObject(choice) ? objectAt(choice, "message") : null;
  if (!isJsonObject(choice) || message === null) return choice;
  const calls = listAt(message, "tool_calls");
  if (calls === null) return choice;
  const numbered = calls.map((call, index) => (isJsonObject(call) ? { ...call, index } : call));
  return { ...choice, message: { ...message, tool_calls: numbered } };
}

function hasMessage(choice: JsonValue): boolean {
  return isJsonObject(choice) && objectAt(choice, "message") !== null;
}

function failed(failure: ReturnType<typeof truncatedFailure>): ChatEvent {
  return { kind: "reply-failed", failure };
}
