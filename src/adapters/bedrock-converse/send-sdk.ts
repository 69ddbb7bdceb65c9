import type { ConverseStreamOutput } from "@aws-sdk/client-bedrock-runtime";
import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, Send } from "../../chat/event.js";
import { isJsonObject } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import { abortSignalOf } from "../../chat/stop-signal.js";
import type { WatchedExchange } from "../../wire/transport/watch.js";
import type { Connection, Encoded } from "../adapter.js";
import { type BedrockSdk, type BedrockWatch, openBedrockClient } from "../bedrock/bedrock-sdk.js";
import { withUtf8Note } from "../utf8-note.js";
import { endOfStream } from "./decode/end-of-stream.js";
import { restoreAliases } from "./decode/restore-aliases.js";
import { type StreamState, startOfStream } from "./decode/stream-state.js";
import { decode } from "./decode.js";
import { type StreamEvent, step } from "./decode-stream.js";
import { mayBeStream, notAStream, readBody, refusedBy } from "./read-response.js";
import { ask, type CommandCall, tapBody } from "./send/ask-sdk.js";
import { encodeOrFail } from "./send/encode-or-fail.js";
import { guarded, type Sending } from "./send/guarded.js";
import { originOf, sdkFailure, sdkStreamFailure } from "./send/sdk-failure.js";
import { toWire } from "./send/sdk-json.js";
import { readUnseen, type Unseen } from "./send/unseen.js";

/**
 * The official SDK: the harness's default client. Rejects with a ChatError when neither a region nor a base URL is set.
 */
export async function sendSdk(connection: Connection): Promise<Send<ChatRequest>> {
  const sdk = await openBedrockClient(connection);
  return (request, signal) =>
    guarded(abortSignalOf(signal), (sending) => send(request, { connection, sdk, ...sending }));
}

type Open = Sending & { readonly connection: Connection; readonly sdk: BedrockSdk };

async function* send(request: ChatRequest, open: Open): AsyncGenerator<ChatEvent> {
  const { target } = open.connection;
  const encoded = encodeOrFail(request, open.connection);
  for (const warning of encoded.warnings) yield { kind: "warning", warning };
  if (encoded.kind === "failed") return yield { kind: "reply-failed", failure: encoded.failure };
  const events = isStreaming(target.api) ? stream(encoded, open) : unary(encoded, open);
  for await (const event of events) yield restoreAliases(event, encoded.aliases);
}

async function* unary(encoded: Encoded, open: Open): AsyncGenerator<ChatEvent> {
  const { module, client } = open.sdk;
  const watch = open.sdk.watch();
  const call = await ask(commandCallOf(encoded, open, watch), (input, tap, options) => {
    const command = new module.ConverseCommand(input);
    tapBody(command.middlewareStack, tap);
    return client.send(command, options);
  });
  yield* call.drops;
  const watched = watch.last();
  const origin = originOf(watched);
  if (call.kind === "thrown") return yield* thrownBeforeReply(call.error, { watched, caller: open.caller }, bodyThrown);
  yield { kind: "reply-start", ...origin };
  const signs = open.connection.target.quirks.signsReasoning === true;
  if (watched?.bodyBytes === 0) return yield* readBody("", origin, signs);
  const text = textOf(watched);
  const events = decode(toWire(call.output), { ...origin, text, signs });
  const isKept = watched !== null && watched.body().length === watched.bodyBytes;
  yield* isKept ? withUtf8Note(events, watched.body(), text) : events;
}

async function* stream(encoded: Encoded, open: Open): AsyncGenerator<ChatEvent> {
  const { module, client } = open.sdk;
  const unseen = readUnseen();
  const watch = open.sdk.watch(unseen.push);
  const call = await ask(commandCallOf(encoded, open, watch), (input, tap, options) => {
    const command = new module.ConverseStreamCommand(input);
    tapBody(command.middlewareStack, tap);
    return client.send(command, options);
  });
  yield* call.drops;
  const watched = watch.last();
  if (call.kind === "thrown")
    return yield* thrownBeforeReply(call.error, { watched, caller: open.caller }, streamThrown);
  yield { kind: "reply-start", ...originOf(watched) };
  yield* readEvents(call.output.stream ?? nothing(), { watch, unseen }, open);
}

function commandCallOf(encoded: Encoded, { connection, signal }: Open, watch: BedrockWatch): CommandCall {
  return { encoded, modelId: connection.target.providerModelId, signal, watch };
}

async function* readEvents(
  events: AsyncIterable<ConverseStreamOutput>,
  { watch, unseen }: { readonly watch: BedrockWatch; readonly unseen: Unseen },
  { caller, connection }: Open,
): AsyncGenerator<ChatEvent> {
  let state: StreamState = { ...startOfStream, signs: connection.target.quirks.signsReasoning === true };
  try {
    for await (const event of events) {
      for (const one of eventsIn(event)) {
        const read = step(state, one);
        state = read.state;
        yield* read.events;
      }
    }
  } catch (error) {
    yield* unseen.notes();
    const context = { caller, watched: watch.last(), afterFinish: state.finished };
    const failure = wrongType(watch.last()) ?? sdkFailure(error, context) ?? sdkStreamFailure(error, context);
    return yield { kind: "reply-failed", failure };
  }
  yield* unseen.notes();
  yield* endedCleanly(state, watch.last(), caller);
}

/**
 * The last events after the SDK ended without an error. It does so for an abort, a cut between frames and a cut inside
 * a prelude too, so the exchange below it decides.
 */
function endedCleanly(state: StreamState, watched: WatchedExchange | null, caller: AbortSignal): readonly ChatEvent[] {
  const context = { caller, watched, afterFinish: state.finished };
  const broken = watched?.error != null || caller.aborted ? sdkFailure(null, context) : wrongType(watched);
  if (broken !== null) return [{ kind: "reply-failed", failure: broken }];
  const openFrame = watched?.openFrame === true;
  return endOfStream(state, originOf(watched), { openFrame, bodyBytes: watched?.bodyBytes ?? null });
}

function wrongType(watched: WatchedExchange | null) {
  if (watched === null || watched.status === null || mayBeStream(watched.headers)) return null;
  const body = { text: textOf(watched), bytes: watched.bodyBytes };
  return notAStream({ status: watched.status, headers: watched.headers }, body, originOf(watched));
}

/** An SDK event is a union with one member, whose name is the event's type. */
function eventsIn(event: ConverseStreamOutput): readonly StreamEvent[] {
  const wire = toWire(event);
  if (!isJsonObject(wire)) return [];
  return Object.entries(wire).flatMap(([type, payload]) => (isJsonObject(payload) ? [{ type, payload }] : []));
}

type ReadThrown = (error: unknown, watched: WatchedExchange | null) => readonly ChatEvent[];

/**
 * The events after the SDK threw before a reply: a refusal, a broken transport, or a 2xx that it could not start to
 * read.
 */
function* thrownBeforeReply(
  error: unknown,
  { watched, caller }: { readonly watched: WatchedExchange | null; readonly caller: AbortSignal },
  readThrown: ReadThrown,
): Generator<ChatEvent> {
  const failure = sdkFailure(error, { caller, watched, afterFinish: false });
  const origin = originOf(watched);
  const status = origin.status ?? 0;
  const success = status >= 200 && status < 300;
  if (success) yield { kind: "reply-start", ...origin };
  if (failure !== null) return yield { kind: "reply-failed", failure };
  if (success) return yield* readThrown(error, watched);
  yield { kind: "reply-failed", failure: refusedBy({ status, headers: watched?.headers ?? [] }, textOf(watched)) };
}

/** Our own decoder reads from the body what the SDK could not. */
const bodyThrown: ReadThrown = (_, watched) => readBody(textOf(watched), originOf(watched));

const streamThrown: ReadThrown = (error, watched) => {
  const failure = wrongType(watched) ?? sdkStreamFailure(error, { watched, afterFinish: false });
  return [{ kind: "reply-failed", failure }];
};

function textOf(watched: WatchedExchange | null): string {
  return watched === null ? "" : new TextDecoder().decode(watched.body());
}

async function* nothing(): AsyncGenerator<never> {}
