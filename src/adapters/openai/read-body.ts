import type { Api } from "../../chat/api.js";
import type { ChatEvent } from "../../chat/event.js";
import { TransportError, type WireResponse } from "../../wire/exchange.js";
import { pushSse } from "../../wire/frames/push-sse.js";
import { createSseParser, type OpenEvent, type SseFrame } from "../../wire/frames/sse.js";
import type { BodyShape } from "../clients/body-shape.js";
import { noteWrongByte } from "../draft-notes.js";
import { classifyResponse, classifyTransport } from "../errors/classify.js";
import { type BodyDecoder, wholeBody } from "../read-events.js";
import { withUtf8Note } from "../utf8-note.js";

/** How a body ended. `open`: the event that it ended in. */
type BodyEnd =
  | { readonly kind: "eof"; readonly pending: boolean; readonly open: OpenEvent }
  | { readonly kind: "broken"; readonly error: TransportError };

type BodyFault = { readonly kind: "protocol" | "too-large"; readonly raw: null; readonly message: string };

type Events = { readonly events: readonly ChatEvent[] };

/** The draft that a stream is read into, and how an API reads it: the frames, the end of the body, and bytes that break the format. */
export type StreamReader<Draft> = {
  readonly draft: Draft;
  readonly read: (draft: Draft, frames: readonly SseFrame[]) => void;
  readonly finish: (draft: Draft, end: BodyEnd) => Events;
  readonly fail: (draft: Draft, fault: BodyFault) => Events;
};

/** Decodes an SSE body into one draft, which is kept from piece to piece. */
export function streamBody<Draft extends { noted: readonly string[]; events: ChatEvent[]; readonly ended: boolean }>({
  draft,
  read,
  finish,
  fail,
}: StreamReader<Draft>): BodyDecoder {
  const parser = createSseParser();
  let isBroken = false;
  return {
    begin: [],
    push: (bytes) => {
      draft.events = [];
      const { frames, fault } = pushSse(parser, bytes);
      noteWrongByte(draft, parser.wrongByte());
      read(draft, frames);
      if (fault === null) return draft.events;
      isBroken = true;
      const failure = { kind: fault.isOurLimit ? "too-large" : "protocol", raw: null, message: fault.message } as const;
      return [...draft.events, ...fail(draft, failure).events];
    },
    isOver: () => isBroken || draft.ended,
    end: () => {
      const { pending, open } = parser.end();
      return finish(draft, { kind: "eof", pending, open }).events;
    },
    fail: (error) => {
      if (error instanceof TransportError) return finish(draft, { kind: "broken", error }).events;
      throw error;
    },
  };
}

type PlainBody = {
  readonly response: WireResponse;
  readonly shape: BodyShape;
  readonly api: Api;
  readonly requestId: string | null;
  readonly decode: (text: string) => readonly ChatEvent[];
};

/** Decodes a body that is no stream: a refusal by the rules of errors, anything else by `decode`. */
export function plainBody({ response, shape, api, requestId, decode }: PlainBody): BodyDecoder {
  const { status, headers } = response;
  return wholeBody(maxBodyBytes, (bytes, error) => {
    const text = bytes.toString("utf8");
    if (shape === "refusal")
      return [{ kind: "reply-failed", failure: classifyResponse({ status, headers, body: text, api }) }];
    if (error === null) return withUtf8Note(decode(text), bytes, text);
    const context = { phase: "body", afterFinish: false, status, requestId } as const;
    return [{ kind: "reply-failed", failure: classifyTransport(error, context) }];
  });
}

/** The largest body that is read whole, in bytes. */
const maxBodyBytes = 64 * 1024 * 1024;
