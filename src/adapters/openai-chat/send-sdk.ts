import type OpenAI from "openai";
import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, Send } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import type { JsonObject } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import { abortSignalOf } from "../../chat/stop-signal.js";
import { type Transport, TransportError } from "../../wire/exchange.js";
import { type WatchedExchange, watchTransport } from "../../wire/transport/watch.js";
import type { Connection, Encoded } from "../adapter.js";
import { authorize } from "../bedrock/bedrock-auth.js";
import { endpointOf } from "../openai/endpoint.js";
import { failedBefore, isKnownFailure, transportErrorIn } from "../openai/failure.js";
import { requestIdOf } from "../request-id.js";
import { withUtf8Note } from "../utf8-note.js";
import { type Step, type StreamState, startState } from "./decode/stream-state.js";
import { decodeCompletion } from "./decode.js";
import { failAs, failStream, finishStream, step } from "./decode-stream.js";
import { bodyShape, otherShape, readResponse } from "./read-response.js";
import { encodeOrFail } from "./send/encode-or-fail.js";
import { readUnseen, type Unseen } from "./send/unseen.js";

/**
 * The official SDK (`openai` 6), over our transport and without its retries and timeout. It is imported here, on first
 * use. Its chunks go through the same decoder as those of our own client. What it hides of the bytes is
 * read below it (see {@link readUnseen}), apart from comments and a missing `[DONE]`, which are not reported.
 */
export async function sendSdk(connection: Connection): Promise<Send<ChatRequest>> {
  const { default: Client } = await import("openai");
  const open = openClient(Client, connection, endpointOf(connection));
  return (request, signal) => send(request, { connection, open, signal: abortSignalOf(signal) });
}

type Sending = {
  readonly connection: Connection;
  readonly open: (transport: Transport) => OpenAI;
  readonly signal: AbortSignal;
};

/** One call, with the watch on its exchange. */
type Call = {
  readonly last: () => WatchedExchange | null;
  readonly unseen: Unseen;
  readonly encoded: Encoded;
  readonly sending: Sending;
};

/** The largest delay that a timer accepts: longer than any deadline of ours. */
const neverMs = 2_147_483_647;

function openClient(Client: typeof OpenAI, { credentials }: Connection, baseURL: string): Sending["open"] {
  const apiKey = credentials.kind === "bearer" ? credentials.token : "recorded";
  return (transport) =>
    new Client({
      apiKey,
      baseURL,
      organization: null,
      project: null,
      maxRetries: 0,
      timeout: neverMs,
      logLevel: "off",
      fetch: transport.fetch,
    });
}

async function* send(request: ChatRequest, sending: Sending): AsyncGenerator<ChatEvent> {
  try {
    const encoded = encodeOrFail(request, sending.connection);
    for (const warning of encoded.warnings) yield { kind: "warning", warning };
    if (encoded.kind === "failed") return yield { kind: "reply-failed", failure: encoded.failure };
    const unseen = readUnseen();
    const { transport, last } = watchTransport(authorized(sending.connection), unseen.push);
    yield* ask(sending.open(transport), { last, unseen, encoded, sending });
  } catch (error) {
    yield failedBefore(error);
  }
}

/** Signs below the SDK and replaces its `authorization` header, so the SDK can work with a placeholder key. */
function authorized({ transport, credentials, target }: Connection): Transport {
  const { region, signingName } = target;
  return {
    ...transport,
    exchange: async (request, signal) => {
      const headers = request.headers.filter(([name]) => name !== "authorization");
      const signed = await authorize({ ...request, headers }, { credentials, region, signingName });
      return transport.exchange(signed, signal);
    },
  };
}

async function* ask(client: OpenAI, call: Call): AsyncGenerator<ChatEvent> {
  let state: StreamState | null = null;
  try {
    const result: unknown = await client.chat.completions.create(asBody(call.encoded.body), {
      signal: call.sending.signal,
    });
    const watched = watchedExchange(call);
    const begin = beginState(call, watched);
    if (!isIterable(result)) return yield* readUnary(call, watched, { begin, result });
    state = begin;
    for await (const chunk of result) {
      const read: Step = step(state, chunk);
      state = read.state;
      yield* read.events;
      if (state.ended) return;
    }
    yield* endStream(call, watched, state);
  } catch (error) {
    yield* readFailure(call, state, error);
  }
}

/** The body goes out as encoded, whether or not the SDK's types allow it. */
function asBody(body: JsonObject) {
  return body as unknown as OpenAI.ChatCompletionCreateParams;
}

function isIterable(result: unknown): result is AsyncIterable<unknown> {
  return typeof result === "object" && result !== null && Symbol.asyncIterator in result;
}

type Watched = WatchedExchange & { readonly status: number };

/** The exchange of a call whose response headers have arrived. */
function watchedExchange({ last }: Call): Watched {
  const watched = last();
  if (watched === null || !hasStatus(watched)) throw new TypeError("the SDK answered without an exchange");
  return watched;
}

function hasStatus(watched: WatchedExchange): watched is Watched {
  return watched.status !== null;
}

function beginState({ encoded, sending }: Call, watched: Watched): StreamState {
  const streamed = isStreaming(sending.connection.target.api);
  return startState({
    status: watched.status,
    requestId: requestIdOf(watched.headers),
    aliases: encoded.aliases,
    otherShape: otherShape(bodyShape(watched, streamed), streamed),
  });
}

/** Decodes a completion that the SDK parsed, or the text that it did not parse. */
async function* readUnary(
  call: Call,
  watched: Watched,
  { begin, result }: { readonly begin: StreamState; readonly result: unknown },
): AsyncGenerator<ChatEvent> {
  if (typeof result === "string") yield* reread(call, watched, new TextEncoder().encode(result));
  else yield* noted(decodeCompletion(begin, result), watched);
}

/** The events of a completion, with a note about its bytes where the watch has kept all of them. */
function noted(events: readonly ChatEvent[], watched: Watched): readonly ChatEvent[] {
  const body = watched.body();
  return body.length < watched.bodyBytes ? events : withUtf8Note(events, body, new TextDecoder().decode(body));
}

/**
 * The SDK ends without an error on an abort, on a body that is not a stream, and on an error that it did not read, so the
 * exchange below it decides.
 */
async function* endStream(call: Call, watched: Watched, state: StreamState): AsyncGenerator<ChatEvent> {
  const broken = watched.error ?? abortOf(call);
  if (broken !== null) yield* finishStream(state, { kind: "broken", error: broken }).events;
  else if (bodyShape(watched, true) !== "stream") yield* endOther(call, watched, state);
  else {
    yield* call.unseen.notes();
    const failure = state.finish === null ? await failureBelow(call, watched) : null;
    const seen = { ...state, done: call.unseen.isDone() };
    if (failure !== null) yield* failAs(state, failure).events;
    else yield* finishStream(seen, { kind: "eof", pending: watched.openFrame, seesAll: false }).events;
  }
}

/** Ends a stream whose body is not one by its content type. */
async function* endOther(call: Call, watched: Watched, state: StreamState): AsyncGenerator<ChatEvent> {
  if (!state.started) yield* reread(call, watched, watched.body());
  else yield* finishStream(state, { kind: "eof", pending: watched.openFrame, seesAll: false }).events;
}

/** Decodes a failure that the SDK threw: from the bytes below the SDK where possible, else from the error. */
async function* readFailure(call: Call, state: StreamState | null, error: unknown): AsyncGenerator<ChatEvent> {
  const watched = call.last();
  if (watched === null || !hasStatus(watched)) {
    return yield failedBefore(isKnownFailure(error) ? error : (watched?.error ?? abortOf(call) ?? error));
  }
  if (state !== null) yield* call.unseen.notes();
  const broken = transportErrorIn(error) ?? watched.error ?? abortOf(call);
  if (state === null || watched.status > 299) return yield* reread(call, watched, watched.body());
  const inStream = errorObjectIn(error) !== null || error instanceof SyntaxError;
  const failure = inStream ? await failureBelow(call, watched) : null;
  if (failure !== null) yield* failAs(state, failure).events;
  else if (errorObjectIn(error) !== null) {
    const raw = JSON.stringify({ error: errorObjectIn(error) });
    yield* failStream(state, { kind: "error", raw, message: "" }).events;
  } else if (error instanceof SyntaxError) {
    yield* failStream(state, { kind: "protocol", raw: null, message: `a chunk is not JSON: ${error.message}` }).events;
  } else if (broken !== null) yield* finishStream(state, { kind: "broken", error: broken }).events;
  else yield failedBefore(error);
}

/**
 * The failure that our own client finds in the same bytes: the SDK drops the words of an error that it did not expect.
 * Null when it finds none, or when the body was too long to be kept.
 */
async function failureBelow(call: Call, watched: Watched): Promise<ChatFailure | null> {
  const body = watched.body();
  if (body.length < watched.bodyBytes) return null;
  let failure: ChatFailure | null = null;
  for await (const event of reread(call, watched, body)) if (event.kind === "reply-failed") failure = event.failure;
  return failure;
}

/** The error object of a stream's chunk, which the SDK throws in place of the chunk; null for any other error. */
function errorObjectIn(error: unknown): unknown {
  return error instanceof Error && "error" in error && "status" in error ? (error.error ?? null) : null;
}

function abortOf({ sending }: Call): TransportError | null {
  return sending.signal.aborted ? new TransportError("aborted", "the caller ended the call") : null;
}

/** Decodes bytes that the SDK could not read, as our own client would. */
function reread(call: Call, watched: Watched, body: Uint8Array): AsyncIterable<ChatEvent> {
  const { encoded, sending } = call;
  const response = { status: watched.status, headers: watched.headers, chunks: replay(body, watched.error) };
  return readResponse(response, { target: sending.connection.target, aliases: encoded.aliases });
}

async function* replay(body: Uint8Array, error: TransportError | null): AsyncGenerator<Uint8Array> {
  yield body;
  if (error !== null) throw error;
}
