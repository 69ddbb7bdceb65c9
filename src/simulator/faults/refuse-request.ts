import { unreachable } from "../../chat/unreachable.js";
import { TransportError } from "../../wire/exchange.js";
import { bedrockRefusal, bedrockStatus } from "../refuse/bedrock-refusals.js";
import { refusedBy } from "../refuse/chat-refusals.js";
import { openRefusal, openStatus } from "../refuse/open-refusals.js";
import type { Refusal } from "../refuse/refusal.js";
import { type Reply, wholeReply } from "../reply.js";
import type { ModelRequest } from "../request/model-request.js";
import type { RefusingFault } from "./wire-fault.js";

/** Who refuses: the upstream that would have answered, where a gateway has several. */
type Refuser = { readonly requestId: string; readonly upstream: string };

/** The reply for a fault that prevents the model from answering. */
export function refusingReply(fault: RefusingFault, request: ModelRequest, { requestId, upstream }: Refuser): Reply {
  const { service, dialect } = request;
  switch (fault.fault) {
    case "connection":
      return { kind: "no-connection", error: connectionErrors[fault.as]() };
    case "refuse": {
      const refusal =
        service === "bedrock"
          ? bedrockRefusal(fault.as, request.model, fault.message)
          : refusedBy(openRefusal({ service, dialect }, fault.as, fault.message), upstream);
      return wholeReply(withRetryAfter(refusal, fault.retryAfter), request, requestId);
    }
    case "status":
      return wholeReply(withRetryAfter(statusRefusal(fault, request), fault.retryAfter), request, requestId);
    default:
      return unreachable(fault);
  }
}

const connectionErrors = {
  refused: () => new TransportError("refused", "connect ECONNREFUSED 127.0.0.1:443", { code: "ECONNREFUSED" }),
  dns: () => new TransportError("dns", "getaddrinfo ENOTFOUND simulated.invalid", { code: "ENOTFOUND" }),
  "connect-timeout": () =>
    new TransportError("connect-timeout", "Connect Timeout Error", { code: "UND_ERR_CONNECT_TIMEOUT" }),
  tls: () => new TransportError("tls", "certificate has expired", { code: "CERT_HAS_EXPIRED" }),
  reset: () => new TransportError("reset", "read ECONNRESET", { code: "ECONNRESET" }),
  closed: () => new TransportError("closed", "other side closed", { code: "UND_ERR_SOCKET" }),
} as const;

function statusRefusal(fault: Extract<RefusingFault, { fault: "status" }>, request: ModelRequest): Refusal {
  const { status, message } = fault;
  const location: readonly (readonly [string, string])[] =
    fault.location === null ? [] : [["location", fault.location]];
  switch (fault.body) {
    case "html":
      return { status, headers: [["content-type", "text/html"], ...location], body: htmlPage(status) };
    case "empty":
      return { status, headers: location, body: "" };
    case "untyped":
      return { status, headers: [["content-type", "application/json"], ...location], body: "{}" };
    case "json": {
      const { service, dialect } = request;
      const refusal =
        service === "bedrock" ? bedrockStatus(status, message) : openStatus({ service, dialect }, status, message);
      return { ...refusal, headers: [...refusal.headers, ...location] };
    }
    default:
      return unreachable(fault.body);
  }
}

function htmlPage(status: number): string {
  return `<html>\r\n<head><title>${status}</title></head>\r\n<body>\r\n<center><h1>${status}</h1></center>\r\n</body>\r\n</html>\r\n`;
}

function withRetryAfter(refusal: Refusal, retryAfter: string | null): Refusal {
  return retryAfter === null ? refusal : { ...refusal, headers: [...refusal.headers, ["retry-after", retryAfter]] };
}
