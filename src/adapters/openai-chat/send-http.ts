import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, Send } from "../../chat/event.js";
import type { ChatRequest } from "../../chat/request.js";
import type { WireRequest } from "../../wire/exchange.js";
import type { Connection, Encoded } from "../adapter.js";
import { authorize } from "../bedrock-auth.js";
import { encodeOrFail } from "./encode-or-fail.js";
import { endpointOf } from "./endpoint.js";
import { readResponse } from "./read.js";
import { failedBefore } from "./send-failure.js";

/** Our own requests, and our own decoders over the raw bytes. Throws, once and here, only on a mistake in the configuration. */
export function sendHttp(connection: Connection): Send<ChatRequest> {
  const endpoint = endpointOf(connection);
  return (request, signal) => send(request, { connection, endpoint, signal });
}

type Sending = { readonly connection: Connection; readonly endpoint: string; readonly signal: AbortSignal };

async function* send(request: ChatRequest, { connection, endpoint, signal }: Sending): AsyncGenerator<ChatEvent> {
  try {
    const encoded = encodeOrFail(request, connection);
    for (const warning of encoded.warnings) yield { kind: "warning", warning };
    if (encoded.kind === "failed") return yield { kind: "reply-failed", failure: encoded.failure };
    const signed = await authorize(wireRequest(encoded, connection, endpoint), {
      credentials: connection.credentials,
      region: connection.target.region,
      signingName: connection.target.signingName,
    });
    const response = await connection.transport.exchange(signed, signal);
    yield* readResponse(response, { target: connection.target, aliases: encoded.aliases });
  } catch (error) {
    yield failedBefore(error);
  }
}

function wireRequest(encoded: Encoded, { target }: Connection, endpoint: string): WireRequest {
  return {
    method: "POST",
    url: `${endpoint}${encoded.path}`,
    headers: [
      ["content-type", "application/json"],
      ["accept", isStreaming(target.api) ? "text/event-stream" : "application/json"],
    ],
    body: new TextEncoder().encode(JSON.stringify(encoded.body)),
  };
}
