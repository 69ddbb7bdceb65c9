import type { WireHeaders } from "../../wire/exchange.js";
import type { Dialect, Service } from "../request/door.js";

/**
 * The request id of a reply, in the headers of the service. Anthropic's: `request-id` (rig's recordings, 2026-07). Bedrock's in another
 * vendor's form: `x-amzn-requestid`, and in Responses `x-request-id` too (crmne/ruby_llm, 2026-08-19).
 */
export function requestIdHeaders(
  { service, dialect }: { readonly service: Service; readonly dialect: Dialect },
  requestId: string,
): WireHeaders {
  if (service === "bedrock" || service === "bedrock-openai") {
    const both = dialect === "responses" ? ([["x-request-id", requestId]] as const) : [];
    return [["x-amzn-requestid", requestId], ...both];
  }
  if (service === "openrouter") return [["cf-ray", requestId]];
  if (dialect !== "messages")
    return [["x-request-id", dialect === "responses" ? `req_${hexOf(requestId)}` : requestId]];
  return [["request-id", `req_01${hexOf(requestId).slice(0, 22)}`]];
}

function hexOf(uuid: string): string {
  return uuid.replaceAll("-", "");
}
