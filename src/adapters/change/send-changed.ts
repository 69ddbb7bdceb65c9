import type { Send } from "../../chat/event.js";
import { asChatEvents, prependEvents } from "../../chat/events.js";
import type { ChatRequest } from "../../chat/request.js";
import { sentByHttpId, wrongKeys } from "../../chat/wire-change.js";
import type { Credentials, Encoded } from "../adapter.js";

/** What is sent as the body of an encoded request. */
export function bodyBytes({ body, text }: Encoded): Uint8Array {
  return Buffer.from(text ?? JSON.stringify(body));
}

/** The credentials of a request: those of the connection, or wrong ones of the same kind. Nothing is sent in replay. */
export function credentialsOf({ change }: ChatRequest, credentials: Credentials): Credentials {
  if (change?.wrongKey !== true || credentials.kind === "recorded") return credentials;
  if (credentials.kind !== "aws") return { kind: "bearer", token: wrongKeys.bearer };
  const { accessKeyId, secretAccessKey } = wrongKeys;
  return { kind: "aws", resolve: () => Promise.resolve({ accessKeyId, secretAccessKey }) };
}

/** An SDK that leaves changed requests to our own HTTP client: it would correct them, or refuse to send them. */
export function exceptChanged(sdk: Send<ChatRequest>, http: Send<ChatRequest>): Send<ChatRequest> {
  return (request, signal) =>
    request.change === null ? sdk(request, signal) : prependEvents([sentByHttp], asChatEvents(http(request, signal)));
}

const sentByHttp = {
  kind: "warning",
  warning: { id: sentByHttpId, field: "change", message: "sent by our own HTTP client: an SDK cannot say this" },
} as const;
