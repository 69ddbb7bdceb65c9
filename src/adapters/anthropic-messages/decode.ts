import type { ChatEvent } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import { readReply } from "../anthropic/read.js";
import { noteGuardrail } from "../draft/stream-state.js";
import { classifyException, notJsonFailure, textFailure, truncatedFailure } from "../errors/classify.js";
import { closeReply } from "./decode/close-reply.js";
import { contextOf, readInto, type StreamState } from "./decode/stream-state.js";

/**
 * Decodes a whole reply from its text. An empty or incomplete body is `truncated`; one that is no message is the error that it
 * states, or `protocol`. `state` must be fresh.
 */
export function decode(state: StreamState, text: string): readonly ChatEvent[] {
  const body = text.trim();
  const context = { ...contextOf(state), raw: body };
  if (body === "") return failed(truncatedFailure({ ...context, message: "the body is empty", raw: null }));
  const parsed = parseJson(body);
  if (!parsed.ok) {
    const failure = { ...context, message: `the body is not whole JSON: ${parsed.message}` };
    return failed(parsed.incomplete ? truncatedFailure(failure) : notJsonFailure(parsed, failure));
  }
  if (isJsonObject(parsed.value)) return decodeMessage(state, parsed.value);
  return failed(textFailure({ ...context, message: "the body is not a JSON object" }));
}

/** {@link decode} for a parsed message, as an SDK returns it. */
export function decodeMessage(state: StreamState, body: JsonObject): readonly ChatEvent[] {
  const read = readInto(state, (draft) => {
    readReply(draft, body);
    noteGuardrail(draft, body);
  });
  const { error, recognised } = read.state.reply;
  // Only a failure quotes the body: serialising it costs as much as parsing it.
  if (error !== null) {
    const failure = classifyException({ ...contextOf(read.state), raw: JSON.stringify(body), ...error });
    return [...read.events, ...closeReply(read.state, failure).events];
  }
  if (!recognised) {
    const context = { ...contextOf(state), raw: JSON.stringify(body) };
    return failed(textFailure({ ...context, message: "the body is not a message: it has no content" }));
  }
  return [...read.events, ...closeReply(read.state, "complete").events];
}

function failed(failure: ChatFailure): readonly ChatEvent[] {
  return [{ kind: "reply-failed", failure }];
}
