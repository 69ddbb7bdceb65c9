import type { ChatFailure } from "../../../chat/failure.js";
import { isJsonObject } from "../../../chat/json.js";
import { asBuffer } from "../../../wire/frames/byte-buffer.js";
import { type EventFrame, stringHeader } from "../../../wire/frames/event-stream.js";
import { parseJson } from "../../../wire/json.js";
import { classifyException, protocolFailure } from "../../errors/classify.js";
import type { StreamEvent } from "../decode-stream.js";
import type { Origin } from "./origin.js";

/** What a frame is: an event, or why the stream ends here. */
export type ReadFrame =
  | { readonly kind: "event"; readonly event: StreamEvent }
  | { readonly kind: "failure"; readonly failure: ChatFailure };

/** Reads the three kinds of message of an event stream: event, exception, error (Smithy event streams, 2026). */
export function readFrame(frame: EventFrame, afterFinish: boolean, origin: Origin): ReadFrame {
  const raw = asBuffer(frame.payload).toString();
  const at: At = { origin, afterFinish, raw };
  switch (stringHeader(frame, ":message-type")) {
    case "exception":
      return exceptionOf(stringHeader(frame, ":exception-type"), raw, at);
    case "error":
      return exceptionOf(stringHeader(frame, ":error-code"), stringHeader(frame, ":error-message") ?? "", at);
    default:
      return eventOf(stringHeader(frame, ":event-type"), raw, at);
  }
}

/** What a failure tells of its frame; put together only when there is one. */
type At = { readonly origin: Origin; readonly afterFinish: boolean; readonly raw: string };

function placeOf({ origin, afterFinish, raw }: At): Origin & Omit<At, "origin"> {
  return { ...origin, afterFinish, raw };
}

function exceptionOf(type: string | null, message: string, at: At): ReadFrame {
  return { kind: "failure", failure: classifyException({ ...placeOf(at), type, message, api: "converse-stream" }) };
}

function eventOf(type: string | null, raw: string, at: At): ReadFrame {
  if (type === null) return protocol("a frame is neither event, exception nor error", at);
  const parsed = parseJson(raw);
  if (!parsed.ok) return protocol(`the payload of ${type} is no JSON: ${parsed.message}`, at);
  if (!isJsonObject(parsed.value)) return protocol(`the payload of ${type} is no JSON object`, at);
  return { kind: "event", event: { type, payload: parsed.value } };
}

function protocol(message: string, at: At): ReadFrame {
  return { kind: "failure", failure: protocolFailure({ ...placeOf(at), message }) };
}
