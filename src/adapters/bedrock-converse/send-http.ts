import type { ChatEvent, ChatEvents, Send } from "../../chat/event.js";
import { burst, lazyEvents, prependEvents } from "../../chat/events.js";
import type { ChatError, ChatFailure } from "../../chat/failure.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { TransportError, type WireRequest } from "../../wire/exchange.js";
import type { Connection } from "../adapter.js";
import { authorize } from "../bedrock/bedrock-auth.js";
import { bedrockEndpoint } from "../bedrock/bedrock-sdk.js";
import { bodyBytes, credentialsOf } from "../change/send-changed.js";
import { classifyTransport } from "../errors/classify.js";
import { readResponse } from "./read-response.js";
import { encodeOrFail } from "./send/encode-or-fail.js";
import { abortedBefore, unexpected } from "./send/failure.js";

/**
 * Our own HTTP client: signed requests, and our own decoders over the raw bytes. Throws a {@link ChatError} without a
 * base URL.
 */
export function sendHttp(connection: Connection): Send<ChatRequest> {
  const endpoint = bedrockEndpoint(connection);
  return (request, signal) =>
    lazyEvents(
      () => send(request, { connection, endpoint, signal }),
      (error) => ({ kind: "reply-failed", failure: unexpected(error, signal) }),
    );
}

type Sending = { readonly connection: Connection; readonly endpoint: string; readonly signal: StopSignal };

async function send(request: ChatRequest, { connection, endpoint, signal }: Sending): Promise<ChatEvents> {
  if (signal.aborted) return burst([abortedBefore]);
  const { target } = connection;
  const encoded = encodeOrFail(request, connection);
  const warningEvents = encoded.warnings.map((warning): ChatEvent => ({ kind: "warning", warning }));
  if (encoded.kind === "failed") return burst([...warningEvents, { kind: "reply-failed", failure: encoded.failure }]);
  const wire: WireRequest = {
    method: "POST",
    url: `${endpoint}${encoded.path}`,
    headers: [["content-type", "application/json"]],
    body: bodyBytes(encoded),
  };
  try {
    const response = await connection.transport.exchange(
      await authorize(wire, authorizationOf(request, connection)),
      signal,
    );
    return prependEvents(warningEvents, readResponse(response, { target, aliases: encoded.aliases }));
  } catch (error) {
    return burst([...warningEvents, { kind: "reply-failed", failure: failureOf(error, signal) }]);
  }
}

function failureOf(error: unknown, signal: StopSignal): ChatFailure {
  if (!(error instanceof TransportError)) return unexpected(error, signal);
  return classifyTransport(error, { phase: "connect", afterFinish: false, status: null, requestId: null });
}

function authorizationOf(request: ChatRequest, { credentials, target }: Connection) {
  return { credentials: credentialsOf(request, credentials), region: target.region, signingName: target.signingName };
}
