import type { ChatFailure } from "../../../chat/failure.js";
import { isJsonObject } from "../../../chat/json.js";
import { asBuffer } from "../../../wire/frames/byte-buffer.js";
import { type EventFrame, stringHeader } from "../../../wire/frames/event-stream.js";
import { parseJson } from "../../../wire/json.js";
import { classifyException, protocolFailure } from "../../errors/classify.js";
import type { StreamEvent } from "../decode-stream.js";
import type { Origin } from "./origin.js";

/** A decoded frame: an event, or the failure that ends the stream. */
export type ReadFrame =
  | { readonly kind: "event"; readonly event: StreamEvent }
  | { readonly kind: "failure"; readonly failure: ChatFailure };

/** Reads the three kinds of message of an event stream: event, exception, error (Smithy event streams, 2026). */
export function readFrame(frame: EventFrame, afterFinish: boolean, origin: Origin): ReadFrame {
  const raw = asBuffer(frame.payload).toString();
  const context: FrameContext = { origin, afterFinish, raw };
  switch (stringHeader(frame, ":message-type")) {
    case "exception":
      return exceptionOf(stringHeader(frame, ":exception-type"), raw, context);
    case "error":
      return exceptionOf(stringHeader(frame, ":error-code"), stringHeader(frame, ":error-message") ?? "", context);
    default:
      return eventOf(stringHeader(frame, ":event-type"), raw, context);
  }
}

/** What a failure needs to know about its frame. Copied into a flat object only when there is a failure. */
type FrameContext = { readonly origin: Origin; readonly afterFinish: boolean; readonly raw: string };

function flatten({ origin, afterFinish, raw }: FrameContext): Origin & Omit<FrameContext, "origin"> {
  return { ...origin, afterFinish, raw };
}

function exceptionOf(type: string | null, message: string, context: FrameContext): ReadFrame {
  return {
    kind: "failure",
    failure: classifyException({ ...flatten(context), type, message, api: "converse-stream" }),
  };
}

function eventOf(type: string | null, raw: string, context: FrameContext): ReadFrame {
  if (type === null) return protocol("a frame is neither event, exception nor error", context);
  const parsed = parseJson(raw);
  if (!parsed.ok) return protocol(`the payload of ${type} is not JSON: ${parsed.message}`, context);
  if (!isJsonObject(parsed.value)) return protocol(`the payload of ${type} is not a JSON object`, context);
  return { kind: "event", event: { type, payload: parsed.value } };
}

function protocol(message: string, context: FrameContext): ReadFrame {
  return { kind: "failure", failure: protocolFailure({ ...flatten(context), message }) };
}
