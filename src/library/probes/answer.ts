import type { JsonValue } from "../../chat/json.js";
import { headerOf, type RecordedExchange, type WireHeaders } from "../../wire/exchange.js";
import { createEventStreamParser, type EventFrame, stringHeader } from "../../wire/frames/event-stream.js";
import { isAwsEventStream } from "../../wire/frames/is-aws-event-stream.js";
import { createSseParser } from "../../wire/frames/sse.js";
import { parseJson } from "../../wire/json.js";

/** An event of a streamed answer. `type`: the name of an AWS event or exception; `data` for server-sent events. */
export type AnswerEvent = { readonly type: string; readonly payload: JsonValue };

/** What came back for one ask, read for a decision. */
export type Answer = {
  /** Null: no response headers arrived. */
  readonly status: number | null;
  readonly header: (name: string) => string | null;
  /** The body as text; of an AWS stream, the payloads of its events, one a line. */
  readonly text: string;
  /** The body as JSON; null: it is none. */
  readonly json: JsonValue;
  /** Empty: not a stream, or one that cannot be read. */
  readonly events: readonly AnswerEvent[];
  /** Why the exchange broke; null: the body ended. */
  readonly broken: string | null;
  /** True: the request was signed (SigV4). */
  readonly isSigned: boolean;
};

/** An exchange as it is kept, without its authentication. `isSigned`: it was signed (SigV4). */
export type AskedExchange = { readonly exchange: RecordedExchange; readonly isSigned: boolean };

/** Reads a recorded exchange. Never throws: what cannot be read is absent. */
export function readAnswer({ exchange: { response, chunks, error }, isSigned }: AskedExchange): Answer {
  const headers = response?.headers ?? [];
  const bytes = Buffer.concat(chunks.map(([, part]) => part));
  const events = eventsOf(headers, bytes);
  const isAws = isAwsEventStream(headers);
  const text = isAws
    ? events.map(({ type, payload }) => `${type} ${JSON.stringify(payload)}`).join("\n")
    : bytes.toString();
  return {
    status: response === null ? null : response.status,
    header: (name) => headerOf(headers, name),
    text,
    json: isAws ? null : parsed(text, null),
    events,
    broken: error === null ? null : error.message,
    isSigned,
  };
}

function eventsOf(headers: WireHeaders, bytes: Uint8Array): readonly AnswerEvent[] {
  try {
    if (isAwsEventStream(headers)) {
      return createEventStreamParser().push(bytes).map(awsEvent);
    }
    if (headerOf(headers, "content-type")?.startsWith("text/event-stream") !== true) return [];
    return createSseParser()
      .push(bytes)
      .flatMap((frame) => (frame.kind === "event" ? [{ type: "data", payload: parsed(frame.data, frame.data) }] : []));
  } catch {
    return [];
  }
}

function awsEvent(frame: EventFrame): AnswerEvent {
  const type =
    stringHeader(frame, ":event-type") ?? stringHeader(frame, ":exception-type") ?? stringHeader(frame, ":error-code");
  const text = Buffer.from(frame.payload).toString();
  return { type: type ?? "unknown", payload: parsed(text, text) };
}

function parsed(text: string, otherwise: JsonValue): JsonValue {
  const json = parseJson(text);
  return json.ok ? (json.value as JsonValue) : otherwise;
}
