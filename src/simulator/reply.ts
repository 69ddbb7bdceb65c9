import type { TransportError, WireHeaders } from "../wire/exchange.js";
import type { BodyPlan } from "./faults/break-body.js";
import type { Refusal } from "./refuse/refusal.js";
import type { Dialect, Service } from "./request/door.js";
import { requestIdHeaders } from "./write/request-id-headers.js";

/** A response before it is played, or the error to throw instead. */
export type Reply =
  | { readonly kind: "no-connection"; readonly error: TransportError }
  | { readonly kind: "response"; readonly status: number; readonly headers: WireHeaders; readonly plan: BodyPlan };

/** Who replies, and in which form it was asked. */
export type Replying = { readonly service: Service; readonly dialect: Dialect };

/** Turns a complete response, such as a refusal, into a reply with the service's request id header. */
export function wholeReply(refusal: Refusal, replying: Replying, requestId: string): Reply {
  const ids = requestIdHeaders(replying, requestId);
  const bytes = new TextEncoder().encode(namedBody(refusal, replying, ids));
  return {
    kind: "response",
    status: refusal.status,
    headers: [...refusal.headers, ...ids],
    plan: { beforeHeaders: [], body: bytes.length === 0 ? [] : [{ kind: "bytes", bytes }] },
  };
}

/** Anthropic's own endpoint names the request in the body of an error too; not where it refuses the key (rig, 2026-07). */
function namedBody({ status, body }: Refusal, { service, dialect }: Replying, ids: WireHeaders): string {
  if (service !== "openai" || dialect !== "messages" || status === 401) return body;
  return body.replace('"request_id":null', `"request_id":"${ids[0]?.[1] ?? ""}"`);
}
