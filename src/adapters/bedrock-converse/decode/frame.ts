import type { ChatFailure } from "../../../chat/failure.js";
import { isJsonObject } from "../../../chat/json.js";
import { asBuffer } from "../../../wire/frames/byte-buffer.js";
import { type EventFrame, stringHeader } from "../../../wire/frames/event-stream.js";
import { parseJson } from "../../../wire/json.js";
import { notUtf8At } from "../../../wire/utf8.js";
import { classifyException, notJsonFailure, protocolFailure } from "../../errors/classify.js";
import type { StreamEvent } from "../decode-stream.js";
import type { Origin } from "./origin.js";

/**
 * A decoded frame: an event, or the failure that ends the stream. `wrongByte`: the offset in its payload of the first byte that
 * is not UTF-8; null: there is none.
 */
export type ReadFrame =
  | { readonly kind: "event"; readonly event: StreamEvent; readonly wrongByte: number | null }
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
      return eventOf(frame, context);
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

function eventOf(frame: EventFrame, context: FrameContext): ReadFrame {
  const { raw } = context;
  const { payload } = frame;
  const type = stringHeader(frame, ":event-type");
  if (type === null) return protocol("a frame is neither event, exception nor error", context);
  const parsed = parseJson(raw);
  if (!parsed.ok) {
    const message = `the payload of ${type} is not JSON: ${parsed.message}`;
    return { kind: "failure", failure: notJsonFailure(parsed, { ...flatten(context), message }) };
  }
  if (!isJsonObject(parsed.value)) return protocol(`the payload of ${type} is not a JSON object`, context);
  return { kind: "event", event: { type, payload: parsed.value }, wrongByte: notUtf8At(payload, raw) };
}

function protocol(message: string, context: FrameContext): ReadFrame {
  return { kind: "failure", failure: protocolFailure({ ...flatten(context), message }) };
}
