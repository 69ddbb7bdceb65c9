import { type Api, isStreaming } from "../../chat/api.js";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import { TransportError, type WireResponse } from "../../wire/exchange.js";
import { pushSse } from "../../wire/frames/push-sse.js";
import { createSseParser, type SseFrame } from "../../wire/frames/sse.js";
import type { ReadOptions } from "../adapter.js";
import { bodyShape, otherShape } from "../clients/body-shape.js";
import { note } from "../draft/stream-state.js";
import { classifyResponse, classifyTransport, protocolFailure, tooLargeFailure } from "../errors/classify.js";
import { type BodyDecoder, readEvents, wholeBody } from "../read-events.js";
import { requestIdOf } from "../request-id.js";
import { utf8Note, withUtf8Note } from "../utf8-note.js";
import { closeReply } from "./decode/close-reply.js";
import { type RepeatedDelta, readRepeated, repeatedDelta } from "./decode/repeated-delta.js";
import { contextOf, readInto, type Step, type StreamState, startState } from "./decode/stream-state.js";
import { decode } from "./decode.js";
import { finishStream, stepFrame } from "./decode-stream.js";

/** Reads one response of any status and shape, as our own client does: from the raw bytes. Never throws. */
export function readResponse(response: WireResponse, options: ReadOptions): ChatEvents {
  const { status, headers, chunks } = response;
  const streamed = isStreaming(options.target.api);
  const shape = bodyShape(response, streamed);
  const signs = options.target.quirks.signsReasoning === true;
  const state = startState({ status, requestId: requestIdOf(headers), aliases: options.aliases, signs });
  if (shape === "refusal") return readEvents(chunks, refusalDecoder(response, options.target.api));
  const begin = beginning(state, otherShape(shape, streamed));
  return readEvents(chunks, shape === "stream" ? streamDecoder(state, begin) : wholeDecoder(state, begin));
}

/** What every reading begins with. `odd`: the note about a body of another shape; null: it has the requested one. */
export function beginning({ status, requestId }: StreamState, odd: string | null): readonly ChatEvent[] {
  const start: ChatEvent = { kind: "reply-start", status, requestId };
  return odd === null ? [start] : [start, { kind: "note", note: { id: "other-shape", message: odd } }];
}

function streamDecoder(fresh: StreamState, begin: readonly ChatEvent[]): BodyDecoder {
  const parser = createSseParser({ tellsEmpty: true });
  let state = fresh;
  let repeated: RepeatedDelta | null = null;
  const taken = (step: Step): readonly ChatEvent[] => {
    state = step.state;
    return step.events;
  };
  const read = (frame: SseFrame, events: ChatEvent[]): void => {
    const again = repeated === null ? null : readRepeated(repeated, state, frame);
    if (again !== null) {
      events.push(again);
      return;
    }
    const before = state;
    const step = stepFrame(before, frame);
    events.push(...taken(step));
    repeated = repeatedDelta(frame, before, step);
  };
  const noteWrongByte = (): readonly ChatEvent[] => {
    const at = parser.wrongByte();
    if (at === null) return [];
    const { id, message } = utf8Note(at, "the body");
    return taken(readInto(state, (draft) => note(draft, id, message)));
  };
  return {
    begin,
    push: (bytes) => {
      const { frames, fault } = pushSse(parser, bytes);
      const events = [...noteWrongByte()];
      for (const frame of frames) read(frame, events);
      if (fault === null || state.ended) return events;
      const failure = { ...contextOf(state), raw: null, message: fault.message };
      const ending = fault.isOurLimit ? tooLargeFailure(failure) : protocolFailure(failure);
      return [...events, ...taken(closeReply(state, ending))];
    },
    isOver: () => state.ended,
    end: () => taken(finishStream(state, { kind: "eof", ...parser.end() })),
    fail: (error) => {
      if (error instanceof TransportError) return taken(finishStream(state, { kind: "broken", error }));
      throw error;
    },
  };
}

function wholeDecoder(state: StreamState, begin: readonly ChatEvent[]): BodyDecoder {
  const decoder = wholeBody(maxBodyBytes, (bytes, error) => {
    const text = bytes.toString("utf8");
    if (error === null) return withUtf8Note(decode(state, text), bytes, text);
    const { afterFinish, status, requestId } = contextOf(state);
    return [
      { kind: "reply-failed", failure: classifyTransport(error, { phase: "body", afterFinish, status, requestId }) },
    ];
  });
  return { ...decoder, begin };
}

function refusalDecoder({ status, headers }: WireResponse, api: Api): BodyDecoder {
  return wholeBody(maxBodyBytes, (bytes) => {
    const failure = classifyResponse({ status, headers, body: bytes.toString("utf8"), api });
    return [{ kind: "reply-failed", failure }];
  });
}

/** The largest body that is read whole, in bytes. */
const maxBodyBytes = 64 * 1024 * 1024;
