import type { Api } from "../../chat/api.js";
import { isStreaming } from "../../chat/api.js";
import type { ChatEvents } from "../../chat/event.js";
import { TransportError, type WireResponse } from "../../wire/exchange.js";
import { pushSse } from "../../wire/frames/push-sse.js";
import { createSseParser } from "../../wire/frames/sse.js";
import type { ReadOptions } from "../adapter.js";
import { bodyShape, otherShape } from "../clients/body-shape.js";
import { classifyResponse, classifyTransport } from "../errors/classify.js";
import { type BodyDecoder, readEvents, wholeBody } from "../read-events.js";
import { requestIdOf } from "../request-id.js";
import { utf8Note, withUtf8Note } from "../utf8-note.js";
import { draftOf, noteOnce, type StreamState, startState } from "./decode/stream-state.js";
import { decode } from "./decode.js";
import { failStream, finishStream, readFrames } from "./decode-stream.js";

/** Reads one response of any status and shape, as our own client does: from the raw bytes. Never throws. */
export function readResponse(response: WireResponse, { target, aliases }: ReadOptions): ChatEvents {
  const streamed = isStreaming(target.api);
  const shape = bodyShape(response, streamed);
  const state = startState({
    status: response.status,
    requestId: requestIdOf(response.headers),
    aliases,
    otherShape: otherShape(shape, streamed),
  });
  const whole = { isRefusal: shape === "refusal", api: target.api };
  return readEvents(response.chunks, shape === "stream" ? streamDecoder(state) : wholeDecoder(response, state, whole));
}

function streamDecoder(begin: StreamState): BodyDecoder {
  const parser = createSseParser();
  const draft = draftOf(begin);
  let isBroken = false;
  return {
    begin: [],
    push: (bytes) => {
      draft.events = [];
      const { frames, fault } = pushSse(parser, bytes);
      const wrong = parser.wrongByte();
      if (wrong !== null) noteOnce(draft, "not-utf8", utf8Note(wrong, "the body").message);
      readFrames(draft, frames);
      if (fault === null) return draft.events;
      isBroken = true;
      const failure = { kind: fault.isOurLimit ? "too-large" : "protocol", raw: null, message: fault.message } as const;
      return [...draft.events, ...failStream(draft, failure).events];
    },
    isOver: () => isBroken || draft.ended,
    end: () => finishStream(draft, { kind: "eof", ...parser.end() }).events,
    fail: (error) => {
      if (error instanceof TransportError) return finishStream(draft, { kind: "broken", error }).events;
      throw error;
    },
  };
}

function wholeDecoder(
  { status, headers }: WireResponse,
  state: StreamState,
  { isRefusal, api }: { readonly isRefusal: boolean; readonly api: Api },
): BodyDecoder {
  return wholeBody(maxBodyBytes, (bytes, error) => {
    const text = bytes.toString("utf8");
    if (isRefusal) return [{ kind: "reply-failed", failure: classifyResponse({ status, headers, body: text, api }) }];
    if (error === null) return withUtf8Note(decode(state, text), bytes, text);
    const context = { phase: "body", afterFinish: false, status: state.status, requestId: state.requestId } as const;
    return [{ kind: "reply-failed", failure: classifyTransport(error, context) }];
  });
}

/** The largest response that is read, in bytes. */
const maxBodyBytes = 64 * 1024 * 1024;
