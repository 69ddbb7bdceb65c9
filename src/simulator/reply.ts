import type { TransportError, WireHeaders } from "../wire/exchange.js";
import type { BodyPlan } from "./faults/break-body.js";
import type { Refusal } from "./refuse/refusal.js";
import type { Service } from "./request/route.js";

/** A response before it is played, or the error to throw instead. */
export type Reply =
  | { readonly kind: "no-connection"; readonly error: TransportError }
  | { readonly kind: "response"; readonly status: number; readonly headers: WireHeaders; readonly plan: BodyPlan };

/** Turns a complete response, such as a refusal, into a reply with the service's request id header. */
export function wholeReply(refusal: Refusal, service: Service, requestId: string): Reply {
  const bytes = new TextEncoder().encode(refusal.body);
  return {
    kind: "response",
    status: refusal.status,
    headers: [...refusal.headers, requestIdHeader(service, requestId)],
    plan: { beforeHeaders: [], body: bytes.length === 0 ? [] : [{ kind: "bytes", bytes }] },
  };
}

function requestIdHeader(service: Service, requestId: string): readonly [string, string] {
  if (service === "bedrock" || service === "bedrock-openai") return ["x-amzn-requestid", requestId];
  return [service === "openrouter" ? "cf-ray" : "x-request-id", requestId];
}
