import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, ChatEvents, Send } from "../../chat/event.js";
import { burst, lazyEvents, prependEvents } from "../../chat/events.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { WireHeaders, WireRequest, WireResponse } from "../../wire/exchange.js";
import type { Connection, Encoded, EncodeFailed, ReadOptions } from "../adapter.js";
import { authorize, scopeOf } from "../bedrock/bedrock-auth.js";
import { bodyBytes, credentialsOf } from "../change/send-changed.js";
import { type BedrockRoute, endpointOf } from "./endpoint.js";
import { failedBefore } from "./failure.js";

/** An API to our own client: how its body is written and its response is read. */
export type HttpSpeech = {
  readonly encode: (request: ChatRequest, connection: Connection) => Encoded | EncodeFailed;
  readonly read: (response: WireResponse, options: ReadOptions) => ChatEvents;
  /** Headers that every request of the API has; default: none beside those of its content. */
  readonly headers?: WireHeaders;
  /** The route of Bedrock's runtime that serves the API. Default: OpenAI's. */
  readonly bedrockRoute?: BedrockRoute;
};

/**
 * Our own HTTP client, with our own decoders over the raw bytes. Throws only here, on a mistake in the configuration.
 */
export function sendByHttp(connection: Connection, speech: HttpSpeech): Send<ChatRequest> {
  const endpoint = endpointOf(connection, speech.bedrockRoute);
  return (request, signal) => lazyEvents(() => send(request, { connection, speech, endpoint, signal }), failedBefore);
}

type Sending = {
  readonly connection: Connection;
  readonly speech: HttpSpeech;
  readonly endpoint: string;
  readonly signal: StopSignal;
};

async function send(request: ChatRequest, { connection, speech, endpoint, signal }: Sending): Promise<ChatEvents> {
  const encoded = speech.encode(request, connection);
  const warningEvents = encoded.warnings.map((warning): ChatEvent => ({ kind: "warning", warning }));
  if (encoded.kind === "failed") return burst([...warningEvents, { kind: "reply-failed", failure: encoded.failure }]);
  const { target, transport, policy } = connection;
  const credentials = credentialsOf(request, connection.credentials);
  try {
    const signed = authorize(wireRequest(encoded, { connection, speech, endpoint }), scopeOf(target, credentials));
    const response = await transport.exchange(signed instanceof Promise ? await signed : signed, signal);
    const options = { target, aliases: encoded.aliases, needsFinish: policy === "repair" };
    return prependEvents(warningEvents, speech.read(response, options));
  } catch (error) {
    return burst([...warningEvents, failedBefore(error)]);
  }
}

function wireRequest(encoded: Encoded, { connection, speech, endpoint }: Omit<Sending, "signal">): WireRequest {
  const { target } = connection;
  return {
    method: "POST",
    url: `${endpoint}${encoded.path}`,
    headers: [
      ["content-type", "application/json"],
      ["accept", isStreaming(target.api) ? "text/event-stream" : "application/json"],
      ...(speech.headers ?? []),
      ...(encoded.headers ?? []),
    ],
    body: bodyBytes(encoded),
  };
}
