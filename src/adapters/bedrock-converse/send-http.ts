import type { ChatEvent, Send } from "../../chat/event.js";
import { ChatError } from "../../chat/failure.js";
import type { ChatRequest } from "../../chat/request.js";
import { TransportError, type WireRequest, type WireResponse } from "../../wire/exchange.js";
import type { Connection } from "../adapter.js";
import { authorize } from "../bedrock-auth.js";
import { bedrockEndpoint } from "../bedrock-sdk.js";
import { classifyTransport } from "../classify.js";
import { encode } from "./encode.js";
import { read } from "./read-response.js";
import { guarded, refusedLocally, type Sending } from "./sending.js";

/** Our own signed requests and decoders over the raw bytes. Throws a {@link ChatError} for a base URL that is not known. */
export function openHttp(connection: Connection): Send<ChatRequest> {
  const endpoint = bedrockEndpoint(connection);
  return (request, signal) => guarded(signal, (sending) => send(request, { connection, endpoint, ...sending }));
}

async function* send(
  request: ChatRequest,
  { connection, endpoint, signal }: Sending & { readonly connection: Connection; readonly endpoint: string },
): AsyncGenerator<ChatEvent> {
  const { target, policy } = connection;
  const encoded = encode(request, { target, policy });
  for (const warning of encoded.warnings) yield { kind: "warning", warning };
  if (encoded.kind === "refused") return yield refusedLocally(encoded);
  const wire: WireRequest = {
    method: "POST",
    url: `${endpoint}${encoded.path}`,
    headers: [["content-type", "application/json"]],
    body: new TextEncoder().encode(JSON.stringify(encoded.body)),
  };
  let response: WireResponse;
  try {
    response = await connection.transport.exchange(await authorize(wire, authorizationOf(connection)), signal);
  } catch (error) {
    if (error instanceof ChatError) return yield { kind: "reply-failed", failure: error.failure };
    if (!(error instanceof TransportError)) throw error;
    const at = { phase: "connect", afterFinish: false, status: null, requestId: null } as const;
    return yield { kind: "reply-failed", failure: classifyTransport(error, at) };
  }
  yield* read(response, { target, aliases: encoded.aliases });
}

function authorizationOf({ credentials, target }: Connection) {
  return { credentials, region: target.region, signingName: target.signingName };
}
