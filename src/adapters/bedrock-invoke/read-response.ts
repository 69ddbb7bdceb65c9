import { isStreaming } from "../../chat/api.js";
import type { ChatEvent } from "../../chat/event.js";
import { burst } from "../../chat/events.js";
import type { ChatFailure } from "../../chat/failure.js";
import { headerOf, type TransportError, type WireHeaders, type WireResponse } from "../../wire/exchange.js";
import type { ReadOptions } from "../adapter.js";
import { classifyResponse, classifyTransport, localFailure, truncatedFailure } from "../errors/classify.js";
import { readEvents, wholeBody } from "../read-events.js";
import { requestIdOf } from "../request-id.js";
import { withUtf8Note } from "../utf8-note.js";
import { decode } from "./decode.js";
import { outerEvents, readStream } from "./decode-stream.js";
import type { Family } from "./families/family.js";
import { familyOf } from "./families/family-of.js";
import { textOf } from "./wire.js";

/** Reads one InvokeModel response of any status, as our own client does. Never throws; ends with the reply's last event. */
export function readResponse(response: WireResponse, options: ReadOptions): AsyncIterable<ChatEvent> {
  const { status, headers, chunks } = response;
  const { target, aliases } = options;
  const { api } = target;
  if (status < 200 || status > 299) {
    // A refusal has the service's own body, even for a model whose family is unknown.
    const refusal = (body: string): ChatEvent => failed(classifyResponse({ status, headers, body, api }));
    return readEvents(
      chunks,
      wholeBody(maxBodyBytes, (bytes) => [refusal(textOf(bytes))]),
    );
  }
  const family = familyOf(target);
  if (typeof family === "string") return burst([failed(localFailure("harness-fault", family))]);
  if (isStreaming(api) && isEventStream(headers)) {
    return readStream(outerEvents(chunks), { family, aliases, api, status, requestId: requestIdOf(headers) });
  }
  const read = (bytes: Buffer, error: TransportError | null) => readBody(response, options, { family, bytes, error });
  return readEvents(chunks, wholeBody(maxBodyBytes, read));
}

/** True for an event stream by content type, and for a response without a content type. */
export function isEventStream(headers: WireHeaders): boolean {
  const type = headerOf(headers, "content-type");
  return type === null || type.toLowerCase().startsWith("application/vnd.amazon.eventstream");
}

type Body = { readonly family: Family; readonly bytes: Buffer; readonly error: TransportError | null };

/** Reads the body of a success that is not an event stream. */
function readBody(
  { status, headers }: WireResponse,
  { target: { api }, aliases }: ReadOptions,
  { family, bytes, error }: Body,
): readonly ChatEvent[] {
  const body = textOf(bytes);
  if (error === null && !isStreaming(api)) {
    return withUtf8Note(decode({ family, aliases, api, status, headers, body }), bytes, body);
  }
  const requestId = requestIdOf(headers);
  const start: ChatEvent = { kind: "reply-start", status, requestId };
  if (error !== null) {
    return [start, failed(classifyTransport(error, { phase: "body", afterFinish: false, status, requestId }))];
  }
  if (body !== "") return [start, failed(classifyResponse({ status, headers, body, api }))];
  const message = "an empty body in place of a stream";
  return [start, failed(truncatedFailure({ afterFinish: false, message, status, requestId, raw: null }))];
}

function failed(failure: ChatFailure): ChatEvent {
  return { kind: "reply-failed", failure };
}

/** The largest body that is kept, in bytes. */
const maxBodyBytes = 64 * 1024 * 1024;
