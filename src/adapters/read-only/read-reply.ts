import { type Api, isStreaming } from "../../chat/api.js";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { TransportError, type WireResponse } from "../../wire/exchange.js";
import { pushSse } from "../../wire/frames/push-sse.js";
import { createSseParser, type SseFrame } from "../../wire/frames/sse.js";
import { parseJson } from "../../wire/json.js";
import type { ReadOptions } from "../adapter.js";
import { bodyShape, otherShape } from "../clients/body-shape.js";
import { noteEach } from "../draft-notes.js";
import {
  classifyResponse,
  classifyTransport,
  notJsonFailure,
  protocolFailure,
  textFailure,
  tooLargeFailure,
  truncatedFailure,
} from "../errors/classify.js";
import { type BodyDecoder, readEvents, wholeBody } from "../read-events.js";
import { requestIdOf } from "../request-id.js";
import { utf8Note, withUtf8Note } from "../utf8-note.js";
import type { Dialect } from "./dialect.js";
import { contextOf, endStream, endWhole, failReply } from "./end-reply.js";
import { jsonItems } from "./json-items.js";
import { type ReplyState, type Step, startReply, stepOf } from "./reply-state.js";

/** Reads one response of any status and shape: an error, a JSON body, a list of events in JSON, or SSE. Never throws. */
export function readReply<Own>(response: WireResponse, { target }: ReadOptions, dialect: Dialect<Own>): ChatEvents {
  const streamed = isStreaming(target.api);
  const shape = bodyShape(response, streamed);
  const state = startReply(
    {
      status: response.status,
      requestId: requestIdOf(response.headers),
      otherShape: shape === "completion" && streamed ? null : otherShape(shape, streamed),
    },
    dialect.own,
  );
  const decoder =
    shape === "stream" ? sseDecoder(state, dialect) : jsonDecoder(response, { shape, state, dialect, api: target.api });
  return readEvents(response.chunks, decoder);
}

/** Keeps the state of one body between its pieces. */
class Reading<Own> {
  state: ReplyState<Own>;
  events: ChatEvent[] = [];
  readonly dialect: Dialect<Own>;

  constructor(state: ReplyState<Own>, dialect: Dialect<Own>) {
    this.state = state;
    this.dialect = dialect;
  }

  take({ state, events }: Step<Own>): void {
    this.state = state;
    this.events.push(...events);
  }

  /** The events since the last call. */
  flush(): readonly ChatEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  /** Reads the text of one event. */
  read(text: string, name: string | null): void {
    if (this.state.ended) return;
    const parsed = parseJson(text);
    const context = { ...contextOf(this.state), raw: text };
    if (!parsed.ok) {
      const failure = notJsonFailure(parsed, { ...context, message: `an event is not JSON: ${parsed.message}` });
      this.take(failReply(this.state, { ...failure, phase: "body" }));
    } else if (isJsonObject(parsed.value) && this.dialect.isEvent(parsed.value)) {
      this.take(this.dialect.step(this.state, { payload: parsed.value, name }));
    } else {
      const failure = textFailure({ ...context, message: "an event is none that the API has" });
      this.take(failReply(this.state, { ...failure, phase: "body" }));
    }
  }
}

function sseDecoder<Own>(begin: ReplyState<Own>, dialect: Dialect<Own>): BodyDecoder {
  const parser = createSseParser();
  const reading = new Reading(begin, dialect);
  let comments = 0;
  return {
    begin: [],
    push: (bytes) => {
      const { frames, fault } = pushSse(parser, bytes);
      const wrong = parser.wrongByte();
      if (wrong !== null) note(reading, utf8Note(wrong, "the body"));
      for (const frame of frames) {
        if (frame.kind === "comment") comments += 1;
        readFrame(reading, frame);
      }
      if (fault !== null) {
        const context = { ...contextOf(reading.state), raw: null, message: fault.message };
        reading.take(failReply(reading.state, fault.isOurLimit ? tooLargeFailure(context) : protocolFailure(context)));
      }
      return reading.flush();
    },
    isOver: () => reading.state.ended,
    end: () => {
      if (comments > 0) note(reading, { id: "comments", message: `${comments} comment lines` });
      reading.take(endStream(reading.state, { kind: "eof", pending: parser.end().pending }, dialect));
      return reading.flush();
    },
    fail: (error) => {
      if (!(error instanceof TransportError)) throw error;
      reading.take(endStream(reading.state, { kind: "broken", error }, dialect));
      return reading.flush();
    },
  };
}

function readFrame<Own>(reading: Reading<Own>, frame: SseFrame): void {
  if (frame.kind === "comment") return;
  if (frame.kind === "ignored") {
    note(reading, {
      id: "line-ignored",
      message: `a line that is no field of an event was not read: ${quote(frame.line)}`,
    });
  } else if (frame.data.startsWith(doneMark)) {
    // Cohere ends its streams with it; what is missing before it is missing.
    if (!reading.state.terminal)
      note(reading, { id: "finish-missing", message: "the stream ended with [DONE] before its finish" });
  } else reading.read(frame.data, frame.event);
}

const doneMark = "[DONE]";

function note<Own>(reading: Reading<Own>, { id, message }: { readonly id: string; readonly message: string }): void {
  reading.take(stepOf(reading.state, (draft) => noteEach(draft, id, message)));
}

function quote(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}

type Whole<Own> = {
  readonly shape: "refusal" | "completion";
  readonly state: ReplyState<Own>;
  readonly dialect: Dialect<Own>;
  readonly api: Api;
};

function jsonDecoder<Own>({ status, headers }: WireResponse, { shape, state, dialect, api }: Whole<Own>): BodyDecoder {
  return wholeBody(maxBodyBytes, (bytes, error) => {
    const text = bytes.toString("utf8");
    if (shape === "refusal")
      return [{ kind: "reply-failed", failure: classifyResponse({ status, headers, body: text, api }) }];
    const reading = new Reading(state, dialect);
    if (text.trimStart().startsWith("[")) readList(reading, text, error);
    else if (error === null) readWhole(reading, text.trim());
    else {
      const { requestId } = state;
      const failure = classifyTransport(error, { phase: "body", afterFinish: false, status, requestId });
      reading.take(failReply(state, failure));
    }
    return withUtf8Note(reading.flush(), bytes, text);
  });
}

/** A list of events in one JSON body: Gemini streams so where SSE was not asked for. */
function readList<Own>(reading: Reading<Own>, text: string, error: TransportError | null): void {
  const { items, isClosed } = jsonItems(text);
  for (const item of items) reading.read(item, null);
  const end = error === null ? ({ kind: "eof", pending: !isClosed } as const) : ({ kind: "broken", error } as const);
  reading.take(endStream(reading.state, end, reading.dialect));
}

function readWhole<Own>(reading: Reading<Own>, text: string): void {
  const { state, dialect } = reading;
  const read = wholeReply(text, contextOf(state), dialect);
  if ("failure" in read) reading.take(failReply(state, read.failure));
  else {
    reading.take(dialect.decode(state, read.body));
    reading.take(endWhole(reading.state, dialect));
  }
}

/** The reply in a body, or the failure of a body that has none. */
function wholeReply<Own>(
  text: string,
  state: ReturnType<typeof contextOf>,
  dialect: Dialect<Own>,
): { readonly body: JsonObject } | { readonly failure: ChatFailure } {
  const context = { ...state, raw: text };
  if (text === "") return { failure: truncatedFailure({ ...context, raw: null, message: "the body is empty" }) };
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const wrong = { ...context, message: `the body is not whole JSON: ${parsed.message}` };
    return { failure: parsed.incomplete ? truncatedFailure(wrong) : notJsonFailure(parsed, wrong) };
  }
  const { value } = parsed;
  if (!isJsonObject(value)) return { failure: textFailure({ ...context, message: "the body is not a JSON object" }) };
  if (dialect.isReply(value)) return { body: value };
  return { failure: textFailure({ ...context, message: `the body has ${dialect.lacks}` }) };
}

/** The largest body that is read whole, in bytes. */
const maxBodyBytes = 64 * 1024 * 1024;
