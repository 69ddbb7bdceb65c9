import { type Api, isStreaming } from "../../chat/api.js";
import type { ChatEvents } from "../../chat/event.js";
import { TransportError, type WireResponse } from "../../wire/exchange.js";
import { pushSse } from "../../wire/frames/push-sse.js";
import { createSseParser } from "../../wire/frames/sse.js";
import type { ReadOptions } from "../adapter.js";
import { type BodyShape, bodyShape, otherShape } from "../clients/body-shape.js";
import { classifyResponse, classifyTransport } from "../errors/classify.js";
import { type BodyDecoder, readEvents, wholeBody } from "../read-events.js";
import { requestIdOf } from "../request-id.js";
import { withUtf8Note } from "../utf8-note.js";
import { noteWrongByte } from "./decode/note-frame.js";
import { draftOf, type StreamState, startState } from "./decode/stream-state.js";
import { decode } from "./decode.js";
import { failStream, finishStream, readFrames } from "./decode-stream.js";

/** Reads one response of any status and shape, as our own client does: from the raw bytes. Never throws. */
export function readResponse(response: WireResponse, options: ReadOptions): ChatEvents {
  const streamed = isStreaming(options.target.api);
  const shape = bodyShape(response, streamed);
  const state = startState({
    status: response.status,
    requestId: requestIdOf(response.headers),
    aliases: options.aliases,
    otherShape: otherShape(shape, streamed),
    needsFinish: options.needsFinish ?? false,
  });
  const decoder =
    shape === "stream" ? streamDecoder(state) : wholeDecoder(response, state, { shape, api: options.target.api });
  return readEvents(response.chunks, decoder);
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
      noteWrongByte(draft, parser.wrongByte());
      readFrames(draft, frames);
      if (fault === null) return draft.events;
      isBroken = true;
      const failure = { kind: fault.isOurLimit ? "too-large" : "protocol", raw: null, message: fault.message } as const;
      return [...draft.events, ...failStream(draft, failure).events];
    },
    isOver: () => isBroken || draft.ended,
    end: () => {
      const { pending, open } = parser.end();
      return finishStream(draft, { kind: "eof", pending, seesAll: true, open }).events;
    },
    fail: (error) => {
      if (error instanceof TransportError) return finishStream(draft, { kind: "broken", error }).events;
      throw error;
    },
  };
}

function wholeDecoder(
  { status, headers }: WireResponse,
  state: StreamState,
  { shape, api }: { readonly shape: BodyShape; readonly api: Api },
): BodyDecoder {
  return wholeBody(maxBodyBytes, (bytes, error) => {
    const text = bytes.toString("utf8");
    if (shape === "refusal") {
      const failure = classifyResponse({ status, headers, body: text, api });
      return [{ kind: "reply-failed", failure }];
    }
    if (error === null) return withUtf8Note(decode(state, text), bytes, text);
    const context = { phase: "body", afterFinish: false, status: state.status, requestId: state.requestId } as const;
    return [{ kind: "reply-failed", failure: classifyTransport(error, context) }];
  });
}

/** The largest completion that is read, in bytes. */
const maxBodyBytes = 64 * 1024 * 1024;
