import { isStreaming } from "../../chat/api.js";
import type { ChatEvent } from "../../chat/event.js";
import { headerOf, TransportError, type WireHeaders, type WireResponse } from "../../wire/exchange.js";
import { createSseParser } from "../../wire/sse.js";
import { WireFormatError } from "../../wire/wire-format-error.js";
import type { ReadOptions } from "../adapter.js";
import { classifyResponse, classifyTransport } from "../classify.js";
import { requestIdOf } from "../request-id.js";
import { decodeBody } from "./decode.js";
import { failStream, finishStream, stepFrames } from "./decode-stream.js";
import { type Step, type StreamState, startState } from "./stream-state.js";

/** Reads one response, whatever its status and kind: our own client over the raw bytes. Never throws. */
export function readResponse(response: WireResponse, options: ReadOptions): AsyncGenerator<ChatEvent> {
  const streamed = isStreaming(options.target.api);
  const shape = bodyShape(response, streamed);
  const state = startState({
    status: response.status,
    requestId: requestIdOf(response.headers),
    aliases: options.aliases,
    otherShape: otherShape(shape, streamed),
  });
  return shape === "stream" ? readStream(response, state) : readWhole(response, state, options, shape);
}

type BodyShape = "stream" | "completion" | "refusal";

/** What kind of body a response has: its status first, then its content type, then what was asked for. */
export function bodyShape(
  response: { readonly status: number; readonly headers: WireHeaders },
  streamed: boolean,
): BodyShape {
  if (response.status < 200 || response.status > 299) return "refusal";
  const type = headerOf(response.headers, "content-type")?.toLowerCase() ?? "";
  if (type.includes("event-stream")) return "stream";
  if (type.includes("html")) return "refusal";
  return type.includes("json") || !streamed ? "completion" : "stream";
}

/** What to note about a body of the other API than the one that was asked; null when it is the one. */
export function otherShape(shape: BodyShape, streamed: boolean): string | null {
  if (shape === "refusal" || (shape === "stream") === streamed) return null;
  return streamed ? "a stream was asked for, and one JSON body came" : "one JSON body was asked for, and a stream came";
}

async function* readStream(response: WireResponse, begin: StreamState): AsyncGenerator<ChatEvent> {
  const parser = createSseParser();
  let step: Step = { state: begin, events: [] };
  try {
    for await (const bytes of response.chunks) {
      step = stepFrames(step.state, parser.push(bytes));
      // Not yield*: delegation awaits every event once more.
      for (const event of step.events) yield event;
      if (step.state.ended) return;
    }
    yield* finishStream(step.state, { kind: "eof", pending: parser.end().pending, seesAll: true }).events;
  } catch (error) {
    yield* breakStream(step.state, error);
  }
}

function breakStream(state: StreamState, error: unknown): readonly ChatEvent[] {
  if (error instanceof TransportError) return finishStream(state, { kind: "broken", error }).events;
  if (!(error instanceof WireFormatError)) throw error;
  const before = stepFrames(state, error.sseFrames);
  const failure = { kind: "protocol", raw: null, message: error.message } as const;
  return [...before.events, ...failStream(before.state, failure).events];
}

async function* readWhole(
  response: WireResponse,
  state: StreamState,
  options: ReadOptions,
  shape: BodyShape,
): AsyncGenerator<ChatEvent> {
  const { text, error } = await collectText(response.chunks);
  if (shape === "refusal") {
    const { status, headers } = response;
    yield { kind: "reply-failed", failure: classifyResponse({ status, headers, body: text, api: options.target.api }) };
  } else if (error !== null) {
    const at = { phase: "body", afterFinish: false, status: state.status, requestId: state.requestId } as const;
    yield { kind: "reply-failed", failure: classifyTransport(error, at) };
  } else yield* decodeBody(state, text);
}

/** No completion is larger than this; what is larger is cut, and then read as cut. */
const maxBodyBytes = 64 * 1024 * 1024;

async function collectText(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly text: string; readonly error: TransportError | null }> {
  const collected: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const bytes of chunks) {
      collected.push(bytes);
      size += bytes.length;
      if (size > maxBodyBytes) break;
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { text: Buffer.concat(collected).toString("utf8"), error };
  }
  return { text: Buffer.concat(collected).toString("utf8"), error: null };
}
