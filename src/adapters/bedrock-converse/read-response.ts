import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { headerOf, TransportError, type WireHeaders, type WireResponse } from "../../wire/exchange.js";
import { createEventStreamParser, type EventFrame, type EventStreamParser } from "../../wire/frames/event-stream.js";
import { WireFormatError } from "../../wire/frames/wire-format-error.js";
import { parseJson } from "../../wire/json.js";
import type { Aliases, ReadOptions } from "../adapter.js";
import {
  classifyResponse,
  classifyTransport,
  notJsonFailure,
  protocolFailure,
  truncatedFailure,
} from "../errors/classify.js";
import { type BodyDecoder, readEvents, wholeBody } from "../read-events.js";
import { requestIdOf } from "../request-id.js";
import { utf8Note, withUtf8Note } from "../utf8-note.js";
import { endOfStream } from "./decode/end-of-stream.js";
import { readFrame } from "./decode/frame.js";
import type { Origin } from "./decode/origin.js";
import { type RepeatedDelta, readRepeated, repeatedDelta } from "./decode/repeated-delta.js";
import { restoreAliases } from "./decode/restore-aliases.js";
import { type StreamState, startOfStream } from "./decode/stream-state.js";
import { decode } from "./decode.js";
import { step } from "./decode-stream.js";

/**
 * Reads a Converse or ConverseStream response of any status, as our own client does. Bytes from the wire never make it
 * throw.
 */
export function readResponse(response: WireResponse, { target, aliases }: ReadOptions): ChatEvents {
  const origin: Origin = { status: response.status, requestId: requestIdOf(response.headers) };
  const success = response.status >= 200 && response.status < 300;
  const signs = target.quirks.signsReasoning === true;
  const reading: Reading = { response, origin, aliases, signs };
  if (success && isStreaming(target.api) && mayBeStream(response.headers)) {
    return readEvents(response.chunks, streamDecoder(reading));
  }
  return readEvents(response.chunks, wholeDecoder(reading, success ? target.api : null));
}

type Reading = {
  readonly response: WireResponse;
  readonly origin: Origin;
  readonly aliases: Aliases;
  readonly signs: boolean;
};

/**
 * True unless the content type says that the body is not an event stream; such a body is an error page or a gateway's
 * answer.
 */
export function mayBeStream(headers: WireHeaders): boolean {
  const type = headerOf(headers, "content-type");
  return type === null || type === "" || type.toLowerCase().startsWith("application/vnd.amazon.eventstream");
}

/** The failure for a whole body: any status other than 2xx, or a 2xx without the requested stream. */
export function refusedBy(response: Pick<WireResponse, "status" | "headers">, body: string): ChatFailure {
  return classifyResponse({ ...response, body, api: "converse" });
}

/**
 * Decodes a whole 2xx Converse body. An empty or cut body is `truncated`; other text that is not JSON is the error that it
 * reports, or `protocol`.
 */
export function readBody(text: string, origin: Origin, signs = false): readonly ChatEvent[] {
  const parsed = parseJson(text);
  if (parsed.ok) return decode(parsed.value, { status: origin.status, requestId: origin.requestId, text, signs });
  const message = `the body is ${text === "" ? "empty" : `not JSON: ${parsed.message}`}`;
  const context = { ...origin, message, afterFinish: false, raw: text };
  return [
    { kind: "reply-failed", failure: parsed.incomplete ? truncatedFailure(context) : notJsonFailure(parsed, context) },
  ];
}

function streamDecoder({ origin, aliases, signs }: Reading): BodyDecoder {
  const parser = createEventStreamParser();
  let state: StreamState = { ...startOfStream, signs };
  let bodyBytes = 0;
  let frameNumber = 0;
  let isUtf8 = true;
  let repeated: RepeatedDelta | null = null;
  return {
    begin: [{ kind: "reply-start", status: origin.status, requestId: origin.requestId }],
    push: (bytes) => {
      bodyBytes += bytes.length;
      const { frames, fault } = push(parser, bytes);
      const events: ChatEvent[] = [];
      for (const frame of frames) {
        frameNumber += 1;
        const again = repeated === null ? null : readRepeated(repeated, state, frame);
        if (again !== null) {
          events.push(again);
          continue;
        }
        const read = readFrame(frame, state.finished, origin);
        if (read.kind === "failure") {
          state = { ...state, failed: true };
          events.push({ kind: "reply-failed", failure: read.failure });
          return events;
        }
        if (read.wrongByte !== null && isUtf8) {
          isUtf8 = false;
          events.push({ kind: "note", note: utf8Note(read.wrongByte, `the payload of event ${frameNumber}`) });
        }
        const stepped = step(state, read.event);
        repeated = repeatedDelta(frame, state, stepped);
        state = stepped.state;
        for (const event of stepped.events) events.push(restoreAliases(event, aliases));
      }
      if (fault !== null) {
        events.push({ kind: "reply-failed", failure: brokenFormat(fault, state, origin) });
        state = { ...state, failed: true };
      }
      return events;
    },
    isOver: () => state.failed,
    end: () => endOfStream(state, origin, { openFrame: parser.end().pendingBytes > 0, bodyBytes }),
    fail: (error) => {
      if (!(error instanceof TransportError)) throw error;
      const failure = classifyTransport(error, { ...origin, phase: "body", afterFinish: state.finished });
      return [{ kind: "reply-failed", failure }];
    },
  };
}

function push(
  parser: EventStreamParser,
  chunk: Uint8Array,
): { readonly frames: readonly EventFrame[]; readonly fault: WireFormatError | null } {
  try {
    return { frames: parser.push(chunk), fault: null };
  } catch (error) {
    if (error instanceof WireFormatError) return { frames: error.frames, fault: error };
    throw error;
  }
}

function brokenFormat(fault: WireFormatError, state: StreamState, origin: Origin): ChatFailure {
  return protocolFailure({ ...origin, message: fault.message, afterFinish: state.finished, raw: null });
}

/** The largest body that is read whole, in bytes; far above any Converse reply. */
const maxBodyBytes = 64 * 1024 * 1024;

const utf8 = new TextDecoder();

/** `api` is null when the status is not a success. */
function wholeDecoder({ response, origin, aliases, signs }: Reading, api: string | null): BodyDecoder {
  return wholeBody(maxBodyBytes, (bytes, error) => {
    const text = utf8.decode(bytes);
    if (api === null) return [{ kind: "reply-failed", failure: refusedBy(response, text) }];
    const { status, requestId } = origin;
    const events = wholeEvents({ response, origin, aliases, signs }, { api, text, error });
    return [{ kind: "reply-start", status, requestId }, ...withUtf8Note(events, bytes, text)];
  });
}

type Whole = { readonly api: string; readonly text: string; readonly error: TransportError | null };

function wholeEvents({ response, origin, aliases, signs }: Reading, { api, text, error }: Whole): readonly ChatEvent[] {
  if (error !== null) {
    const failure = classifyTransport(error, { ...origin, phase: "body", afterFinish: false });
    return [{ kind: "reply-failed", failure }];
  }
  if (api === "converse") return readBody(text, origin, signs).map((event) => restoreAliases(event, aliases));
  return [{ kind: "reply-failed", failure: notAStream(response, { text, bytes: text.length }, origin) }];
}

/**
 * The failure for a 2xx answer to a stream request with another content type. `text` may be "" where it was not kept.
 */
export function notAStream(
  response: Pick<WireResponse, "status" | "headers">,
  body: { readonly text: string; readonly bytes: number },
  origin: Origin,
): ChatFailure {
  if (body.text !== "") return refusedBy(response, body.text);
  const context = { ...origin, afterFinish: false, raw: null };
  if (body.bytes === 0)
    return truncatedFailure({ ...context, message: "the body ended without any bytes, before messageStop" });
  const type = headerOf(response.headers, "content-type") ?? "of unknown type";
  return protocolFailure({ ...context, message: `the body is ${type}, not an event stream` });
}
