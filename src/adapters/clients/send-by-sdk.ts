import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, Send } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import type { ChatRequest } from "../../chat/request.js";
import { abortSignalOf } from "../../chat/stop-signal.js";
import type { Transport } from "../../wire/exchange.js";
import { type WatchedExchange, watchTransport } from "../../wire/transport/watch.js";
import type { Connection, Encoded } from "../adapter.js";
import { requestIdOf } from "../request-id.js";
import { withUtf8Note } from "../utf8-note.js";
import { bodyShape, otherShape } from "./body-shape.js";
import { failedBefore, isKnownFailure, transportErrorIn } from "./failure.js";
import {
  abortOf,
  errorObjectIn,
  hasStatus,
  isIterable,
  openAiDoor,
  replay,
  type Watched,
  watchedExchange,
} from "./sdk-call.js";
import type { Read, SdkDoor, SdkSpeech, Unseen } from "./sdk-speech.js";

type Ended = { readonly ended: boolean };

/**
 * An official SDK over our transport, without its retries and timeout; default: OpenAI's. What it hands out goes through the same decoder as what our own client reads. What it hides of the bytes is read below
 * it (see {@link Unseen}).
 */
export function sendBySdk<State extends Ended>(
  connection: Connection,
  speech: SdkSpeech<State>,
): Promise<Send<ChatRequest>> {
  return sendByDoor(connection, speech, openAiDoor);
}

/** {@link sendBySdk} through any official SDK. */
export async function sendByDoor<State extends Ended, Client>(
  connection: Connection,
  speech: SdkSpeech<State, Client>,
  door: SdkDoor<Client>,
): Promise<Send<ChatRequest>> {
  const open = await door.open(connection);
  const { authorized } = door;
  return (request, signal) => send(request, { connection, speech, open, authorized, signal: abortSignalOf(signal) });
}

type Sending<State extends Ended, Client> = {
  readonly connection: Connection;
  readonly speech: SdkSpeech<State, Client>;
  readonly open: (transport: Transport) => Client;
  readonly authorized: SdkDoor<Client>["authorized"];
  readonly signal: AbortSignal;
};

/** One call, with the watch on its exchange. */
type Call<State extends Ended, Client> = Sending<State, Client> & {
  readonly last: () => WatchedExchange | null;
  readonly unseen: Unseen;
  readonly encoded: Encoded;
};

async function* send<State extends Ended, Client>(
  request: ChatRequest,
  sending: Sending<State, Client>,
): AsyncGenerator<ChatEvent> {
  const { connection, speech, open, authorized } = sending;
  try {
    const encoded = speech.encode(request, connection);
    for (const warning of encoded.warnings) yield { kind: "warning", warning };
    if (encoded.kind === "failed") return yield { kind: "reply-failed", failure: encoded.failure };
    const unseen = speech.unseen();
    const { transport, last } = watchTransport(authorized(connection, encoded.headers ?? []), unseen.push);
    yield* ask(open(transport), { ...sending, last, unseen, encoded });
  } catch (error) {
    yield failedBefore(error);
  }
}

async function* ask<State extends Ended, Client>(client: Client, call: Call<State, Client>): AsyncGenerator<ChatEvent> {
  const { speech, encoded, signal } = call;
  let state: State | null = null;
  try {
    const result = await speech.ask(client, encoded.body, { signal });
    const watched = watchedExchange(call.last());
    const begin = beginState(call, watched);
    if (!isIterable(result)) return yield* readUnary(call, watched, { begin, result });
    state = begin;
    for await (const event of result) {
      const read: Read<State> = speech.step(state, event);
      state = read.state;
      yield* read.events;
      if (state.ended) return;
    }
    yield* endStream(call, watched, state);
  } catch (error) {
    yield* readFailure(call, state, error);
  }
}

function beginState<State extends Ended, Client>(
  { encoded, connection, speech }: Call<State, Client>,
  watched: Watched,
): State {
  const streamed = isStreaming(connection.target.api);
  return speech.begin({
    status: watched.status,
    requestId: requestIdOf(watched.headers),
    aliases: encoded.aliases,
    otherShape: otherShape(bodyShape(watched, streamed), streamed),
  });
}

/** Decodes a body that the SDK parsed, or the text that it did not parse. */
async function* readUnary<State extends Ended, Client>(
  call: Call<State, Client>,
  watched: Watched,
  { begin, result }: { readonly begin: State; readonly result: unknown },
): AsyncGenerator<ChatEvent> {
  if (typeof result === "string") yield* reread(call, watched, new TextEncoder().encode(result));
  else yield* noted(call.speech.whole(begin, result), watched);
}

/** The events of a body, with a note about its bytes where the watch has kept all of them. */
function noted(events: readonly ChatEvent[], watched: Watched): readonly ChatEvent[] {
  const body = watched.body();
  return body.length < watched.bodyBytes ? events : withUtf8Note(events, body, new TextDecoder().decode(body));
}

/**
 * The SDK ends without an error on an abort, on a body that is not a stream, and on an error that it did not read, so the
 * exchange below it decides.
 */
async function* endStream<State extends Ended, Client>(
  call: Call<State, Client>,
  watched: Watched,
  state: State,
): AsyncGenerator<ChatEvent> {
  const { speech, unseen } = call;
  const broken = watched.error ?? abortOf(call.signal);
  const end = { kind: "eof", pending: watched.openFrame, isDone: unseen.isDone() } as const;
  if (broken !== null) yield* speech.finish(state, { kind: "broken", error: broken }).events;
  else if (bodyShape(watched, true) !== "stream") {
    // Its content type says that the body is no stream.
    if (speech.isUnread(state)) yield* reread(call, watched, watched.body());
    else yield* speech.finish(state, { ...end, isDone: false }).events;
  } else if (speech.isUnread(state) && unseen.isHidden?.() === true) {
    yield* reread(call, watched, watched.body());
  } else {
    yield* unseen.notes();
    const failure = speech.isFinished(state) ? null : await failureBelow(call, watched);
    if (failure !== null) yield* speech.fail(state, { kind: "found", failure }).events;
    else yield* speech.finish(state, end).events;
  }
}

/** Decodes a failure that the SDK threw: from the bytes below the SDK where possible, else from the error. */
async function* readFailure<State extends Ended, Client>(
  call: Call<State, Client>,
  state: State | null,
  error: unknown,
): AsyncGenerator<ChatEvent> {
  const { speech, unseen } = call;
  const watched = call.last();
  if (watched === null || !hasStatus(watched)) {
    return yield failedBefore(isKnownFailure(error) ? error : (watched?.error ?? abortOf(call.signal) ?? error));
  }
  if (state !== null) yield* unseen.notes();
  const broken = transportErrorIn(error) ?? watched.error ?? abortOf(call.signal);
  if (state === null || watched.status > 299) return yield* reread(call, watched, watched.body());
  const object = errorObjectIn(error);
  const failure = object !== null || error instanceof SyntaxError ? await failureBelow(call, watched) : null;
  if (failure !== null) yield* speech.fail(state, { kind: "found", failure }).events;
  else if (object !== null) yield* speech.fail(state, { kind: "error", error: object }).events;
  else if (error instanceof SyntaxError) yield* speech.fail(state, { kind: "protocol", message: error.message }).events;
  else if (broken !== null) yield* speech.finish(state, { kind: "broken", error: broken }).events;
  else yield failedBefore(error);
}

/**
 * The failure that our own client finds in the same bytes: the SDK drops the words of an error that it did not expect.
 * Null when it finds none, or when the body was too long to be kept.
 */
async function failureBelow<State extends Ended, Client>(
  call: Call<State, Client>,
  watched: Watched,
): Promise<ChatFailure | null> {
  const body = watched.body();
  if (body.length < watched.bodyBytes) return null;
  let failure: ChatFailure | null = null;
  for await (const event of reread(call, watched, body)) if (event.kind === "reply-failed") failure = event.failure;
  return failure;
}

/** Decodes bytes that the SDK could not read, as our own client would. */
function reread<State extends Ended, Client>(
  { encoded, connection, speech }: Call<State, Client>,
  watched: Watched,
  body: Uint8Array,
): AsyncIterable<ChatEvent> {
  const response = { status: watched.status, headers: watched.headers, chunks: replay(body, watched.error) };
  return speech.read(response, { target: connection.target, aliases: encoded.aliases });
}
