import { isStreaming } from "../../chat/api.js";
import type { ChatEvent, ChatEvents, Send } from "../../chat/event.js";
import { burst, lazyEvents, prependEvents } from "../../chat/events.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { WireRequest } from "../../wire/exchange.js";
import type { Connection, Encoded } from "../adapter.js";
import { bodyBytes, credentialsOf } from "../change/send-changed.js";
import { endpointOf } from "../openai/endpoint.js";
import { failedBefore } from "../openai/failure.js";
import { readResponse } from "./read-response.js";
import { authenticate, versionHeader } from "./send/authentication.js";
import { encodeOrFail } from "./send/encode-or-fail.js";

/** Our own HTTP client, with our own decoders over the raw bytes. Throws only here, on a mistake in the configuration. */
export function sendHttp(connection: Connection): Send<ChatRequest> {
  const endpoint = endpointOf(connection, "/anthropic/v1");
  return (request, signal) => lazyEvents(() => send(request, { connection, endpoint, signal }), failedBefore);
}

type Sending = { readonly connection: Connection; readonly endpoint: string; readonly signal: StopSignal };

async function send(request: ChatRequest, { connection, endpoint, signal }: Sending): Promise<ChatEvents> {
  const encoded = encodeOrFail(request, connection);
  const warningEvents = encoded.warnings.map((warning): ChatEvent => ({ kind: "warning", warning }));
  if (encoded.kind === "failed") return burst([...warningEvents, { kind: "reply-failed", failure: encoded.failure }]);
  const { target, transport } = connection;
  const credentials = credentialsOf(request, connection.credentials);
  try {
    const signed = authenticate(wireRequest(encoded, connection, endpoint), credentials, target);
    const response = await transport.exchange(signed instanceof Promise ? await signed : signed, signal);
    return prependEvents(warningEvents, readResponse(response, { target, aliases: encoded.aliases }));
  } catch (error) {
    return burst([...warningEvents, failedBefore(error)]);
  }
}

function wireRequest(encoded: Encoded, { target }: Connection, endpoint: string): WireRequest {
  return {
    method: "POST",
    url: `${endpoint}${encoded.path}`,
    headers: [
      ["content-type", "application/json"],
      ["accept", isStreaming(target.api) ? "text/event-stream" : "application/json"],
      versionHeader,
    ],
    body: bodyBytes(encoded),
  };
}
