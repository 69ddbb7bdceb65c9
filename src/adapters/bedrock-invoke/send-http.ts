import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, Send } from "../../chat/event.js";
import { ChatError } from "../../chat/failure.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { TransportError, type WireRequest } from "../../wire/exchange.js";
import type { Connection, Encoded } from "../adapter.js";
import { authorize } from "../bedrock/bedrock-auth.js";
import { bedrockEndpoint } from "../bedrock/bedrock-sdk.js";
import { bodyBytes, credentialsOf } from "../change/send-changed.js";
import { classifyTransport, localFailure } from "../errors/classify.js";
import { readResponse } from "./read-response.js";
import { encodeOrFail } from "./send/encode-or-fail.js";

/** Our own HTTP client: signed requests, and our own decoders over the raw bytes. Throws only here, on a mistake in the configuration. */
export function sendHttp(connection: Connection): Send<ChatRequest> {
  const endpoint = bedrockEndpoint(connection);
  return (request, signal) => send(request, { connection, endpoint, signal });
}

type Sending = { readonly connection: Connection; readonly endpoint: string; readonly signal: StopSignal };

async function* send(request: ChatRequest, sending: Sending): AsyncGenerator<ChatEvent> {
  const encoded = encodeOrFail(request, sending.connection);
  if (encoded.kind === "failed") return yield { kind: "reply-failed", failure: encoded.failure };
  for (const warning of encoded.warnings) yield { kind: "warning", warning };
  const { target, transport } = sending.connection;
  try {
    const signed = await authorized(request, encoded, sending);
    const response = await transport.exchange(signed, sending.signal);
    yield* readResponse(response, { target, aliases: encoded.aliases });
  } catch (error) {
    yield { kind: "reply-failed", failure: failureOf(error) };
  }
}

async function authorized(
  asked: ChatRequest,
  encoded: Encoded,
  { connection, endpoint }: Sending,
): Promise<WireRequest> {
  const { target } = connection;
  const credentials = credentialsOf(asked, connection.credentials);
  const accept: WireRequest["headers"] = isStreaming(target.api)
    ? [
        ["accept", "application/vnd.amazon.eventstream"],
        ["x-amzn-bedrock-accept", "application/json"],
      ]
    : [["accept", "application/json"]];
  const request: WireRequest = {
    method: "POST",
    url: `${endpoint}${encoded.path}`,
    headers: [["content-type", "application/json"], ...accept],
    body: bodyBytes(encoded),
  };
  return authorize(request, { credentials, region: target.region, signingName: target.signingName });
}

function failureOf(error: unknown) {
  if (error instanceof ChatError) return error.failure;
  if (error instanceof TransportError) {
    return classifyTransport(error, { phase: "connect", afterFinish: false, status: null, requestId: null });
  }
  return localFailure("harness-fault", error instanceof Error ? error.message : String(error));
}
