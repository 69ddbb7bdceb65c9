import type { ChatEvent } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { begin } from "../draft-notes.js";
import { notJsonFailure, textFailure, truncatedFailure } from "../errors/classify.js";
import { endReply } from "./decode/end-reply.js";
import { isResponse, readTerminal } from "./decode/response-facts.js";
import { contextOf, draftOf, type StreamState } from "./decode/stream-state.js";

/**
 * Decodes a whole response from its text; white space before it, with which gateways keep a connection alive, is no part of it. An
 * empty or incomplete body is `truncated`, and so is a response that has not ended; any other body that is no response is `protocol`.
 * `state` must be fresh.
 */
export function decode(state: StreamState, text: string): readonly ChatEvent[] {
  const body = text.trim();
  const context = contextOf(draftOf(state));
  if (body === "") return [failed(truncatedFailure({ ...context, message: "the body is empty", raw: null }))];
  const parsed = parseJson(body);
  if (parsed.ok) return decodeResponse(state, parsed.value);
  const failure = { ...context, message: `the body is not whole JSON: ${parsed.message}`, raw: body };
  return [failed(parsed.incomplete ? truncatedFailure(failure) : notJsonFailure(parsed, failure))];
}

/** {@link decode} for a parsed response, as an SDK returns it. */
export function decodeResponse(state: StreamState, body: unknown): readonly ChatEvent[] {
  const draft = draftOf(state);
  if (!isJsonObject(body) || !isResponse(body)) {
    const message = isJsonObject(body) ? "the body has no output" : "the body is not a JSON object";
    return [failed(textFailure({ ...contextOf(draft), message, raw: JSON.stringify(body) ?? null }))];
  }
  begin(draft);
  readTerminal(draft, body, null);
  if (!draft.ended) endReply(draft);
  return draft.events;
}

function failed(failure: ChatFailure): ChatEvent {
  return { kind: "reply-failed", failure };
}
