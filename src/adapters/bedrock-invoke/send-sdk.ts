import type { ResponseStream } from "@aws-sdk/client-bedrock-runtime";
import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, Send } from "../../chat/event.js";
import { ChatError, type ChatFailure } from "../../chat/failure.js";
import type { ChatRequest } from "../../chat/request.js";
import { abortSignalOf } from "../../chat/stop-signal.js";
import { TransportError } from "../../wire/exchange.js";
import type { WatchedExchange } from "../../wire/transport/watch.js";
import type { Connection, Encoded } from "../adapter.js";
import { type BedrockSdk, type BedrockWatch, openBedrockClient } from "../bedrock/bedrock-sdk.js";
import { classifyResponse, classifyTransport, localFailure, truncatedFailure } from "../errors/classify.js";
import { withUtf8Note } from "../utf8-note.js";
import { decode } from "./decode.js";
import { readStream } from "./decode-stream.js";
import type { Family } from "./families/family.js";
import { familyOf } from "./families/family-of.js";
import { isEventStream } from "./read-response.js";
import { encodeOrFail } from "./send/encode-or-fail.js";
import { type OuterEvent, type StreamEnd, textOf } from "./wire.js";

/** The official SDK over our transport. What it hides (silent ends, error bodies) is read from the watched exchange. */
export async function sendSdk(connection: Connection): Promise<Send<ChatRequest>> {
  const sdk = await openBedrockClient(connection);
  return (request, signal) => send(request, { connection, sdk, signal: abortSignalOf(signal) });
}

type Sending = { readonly connection: Connection; readonly sdk: BedrockSdk; readonly signal: AbortSignal };

async function* send(request: ChatRequest, sending: Sending): AsyncGenerator<ChatEvent> {
  const { target } = sending.connection;
  const encoded = encodeOrFail(request, sending.connection);
  if (encoded.kind === "failed") return yield failedEvent(encoded.failure);
  const family = familyOf(target);
  if (typeof family === "string") return yield failedEvent(localFailure("harness-fault", family));
  for (const warning of encoded.warnings) yield { kind: "warning", warning };
  const watch = sending.sdk.watch();
  try {
    if (isStreaming(target.api)) yield* stream({ sending, watch, encoded, family });
    else yield* whole({ sending, watch, encoded, family });
  } catch (error) {
    yield failedEvent(failureOf(error, watch.last(), sending));
  }
}

type Call = {
  readonly sending: Sending;
  readonly watch: BedrockWatch;
  readonly encoded: Encoded;
  readonly family: Family;
};

async function* whole({ sending, watch, encoded, family }: Call): AsyncIterable<ChatEvent> {
  const { sdk, connection, signal } = sending;
  const command = new sdk.module.InvokeModelCommand(inputOf(connection, encoded));
  const output = await sdk.client.send(command, watch.options(signal));
  const watched = watch.last();
  const status = watched?.status ?? 200;
  const body = textOf(output.body);
  const { aliases } = encoded;
  const reply = { family, aliases, api: connection.target.api, status, headers: watched?.headers ?? [], body };
  yield* withUtf8Note(decode(reply), output.body, body);
}

async function* stream({ sending, watch, encoded, family }: Call): AsyncIterable<ChatEvent> {
  const { sdk, connection, signal } = sending;
  const command = new sdk.module.InvokeModelWithResponseStreamCommand(inputOf(connection, encoded));
  const output = await sdk.client.send(command, watch.options(signal));
  const watched = watch.last();
  const { api } = connection.target;
  const status = watched?.status ?? null;
  const requestId = watched?.requestId ?? null;
  yield* readStream(outerEvents(output.body, { watch, sending }), {
    family,
    aliases: encoded.aliases,
    api,
    status,
    requestId,
  });
}

function inputOf({ target }: Connection, encoded: Encoded) {
  const body = new TextEncoder().encode(JSON.stringify(encoded.body));
  return { modelId: target.providerModelId, contentType: "application/json", accept: "application/json", body };
}

/** The SDK's events as outer events. The watched exchange explains what the SDK threw or hid. */
async function* outerEvents(
  body: AsyncIterable<ResponseStream> | undefined,
  { watch, sending }: { readonly watch: BedrockWatch; readonly sending: Sending },
): AsyncIterable<OuterEvent> {
  try {
    for await (const event of body ?? []) {
      if (event.chunk?.bytes !== undefined) yield { kind: "record", bytes: event.chunk.bytes };
      else if (event.chunk !== undefined) yield formatFault("a chunk frame without the bytes of a record");
      else
        yield { kind: "unknown", name: event.$unknown === undefined ? Object.keys(event).join() : event.$unknown[0] };
    }
  } catch (error) {
    yield thrownEvent(error, watch.last(), sending);
    return;
  }
  yield { kind: "end", how: silentEnd(watch.last(), sending) };
}

/** How a stream ended that the SDK ended without an error: it may be cut inside a frame, or not a stream at all. */
function silentEnd(watched: WatchedExchange | null, sending: Sending): StreamEnd {
  if (watched === null || watched.status === null) return { kind: "eof", pending: false };
  if (watched.error !== null) return { kind: "transport", error: watched.error };
  if (!isEventStream(watched.headers))
    return { kind: "classified", failure: bodyFailure(watched, watched.status, sending) };
  return { kind: "eof", pending: watched.openFrame };
}

function thrownEvent(error: unknown, watched: WatchedExchange | null, sending: Sending): OuterEvent {
  if (watched !== null && watched.error !== null)
    return { kind: "end", how: { kind: "transport", error: watched.error } };
  if (sending.signal.aborted) return { kind: "end", how: { kind: "transport", error: aborted(error) } };
  if (watched !== null && watched.status !== null && !isEventStream(watched.headers)) {
    return { kind: "end", how: { kind: "classified", failure: bodyFailure(watched, watched.status, sending) } };
  }
  const { name, message } = nameOf(error);
  if (watched?.openFrame === true && /truncated/i.test(message))
    return { kind: "end", how: { kind: "eof", pending: true } };
  if (isServiceException(error, sending.sdk) || !formatFaults.test(`${name}: ${message}`)) {
    return { kind: "exception", type: name, message, raw: null };
  }
  return formatFault(message);
}

/** The SDK codec's messages about bytes that are not an event stream (client-bedrock-runtime 3.1162.0, run 2026). */
const formatFaults =
  /checksum|SyntaxError|Unrecognized|truncated|invalid|RangeError|TypeError|JSON|base64|Provided message/i;

function isServiceException(error: unknown, sdk: BedrockSdk): boolean {
  return error instanceof sdk.module.BedrockRuntimeServiceException;
}

function formatFault(message: string): OuterEvent {
  return { kind: "end", how: { kind: "format", message } };
}

/** The failure of a call before any reply: of the transport, by status, or our own. */
function failureOf(error: unknown, watched: WatchedExchange | null, sending: Sending): ChatFailure {
  if (error instanceof ChatError) return error.failure;
  const broken = watched?.error ?? (sending.signal.aborted ? aborted(error) : null);
  const status = watched?.status ?? null;
  const requestId = watched?.requestId ?? null;
  const refusedStatus = status !== null && status >= 300;
  if (broken !== null && !refusedStatus) {
    const phase = status === null ? "connect" : "body";
    return classifyTransport(broken, { phase, afterFinish: false, status, requestId });
  }
  if (watched !== null && status !== null) return bodyFailure(watched, status, sending);
  const { name, message } = nameOf(error);
  return localFailure(/Credentials/.test(name) ? "credentials" : "harness-fault", `${name}: ${message}`);
}

function bodyFailure(watched: WatchedExchange, status: number, sending: Sending): ChatFailure {
  const { requestId, headers } = watched;
  const body = textOf(watched.body());
  const success = status >= 200 && status < 300;
  if (success && body === "") {
    const message = "an empty body in place of a stream";
    return truncatedFailure({ afterFinish: false, message, status, requestId, raw: null });
  }
  return classifyResponse({ status, headers, body, api: sending.connection.target.api });
}

function aborted(error: unknown): TransportError {
  return new TransportError("aborted", "the caller cancelled the call", { cause: error });
}

function nameOf(error: unknown): { readonly name: string; readonly message: string } {
  if (error instanceof Error) return { name: error.name, message: error.message };
  return { name: "unknown", message: String(error) };
}

function failedEvent(failure: ChatFailure): ChatEvent {
  return { kind: "reply-failed", failure };
}
