import type { Api } from "../../chat/api.js";
import type { FailureKind } from "../../chat/failure.js";

/**
 * What a person can do about a failure of this kind, in one line. A rule of the classification table may carry a
 * more exact one; this is what is said otherwise.
 */
export function hintFor(kind: FailureKind, api: Api | null = null): string {
  if (kind === "streaming-tools-unsupported" || kind === "streaming-unsupported") return unaryHint(api);
  return hints[kind];
}

const hints: { readonly [Kind in FailureKind]: string } = {
  credentials:
    "Set valid credentials: AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (with AWS_SESSION_TOKEN for temporary keys), or AWS_PROFILE; the provider's key variable elsewhere.",
  "model-access": "Grant the account access to this model, and the principal the action that the message names.",
  "inference-profile":
    "Use the id of an inference profile, such as us.<model id> or global.<model id>, as the provider model id.",
  "model-retired": "Point the catalog line at the model's successor: this version is no longer served.",
  "model-not-found": "Check the provider model id, and that this region and route serve it.",
  region: "Set AWS_REGION (or the target's region) to a region that serves Bedrock and this model.",
  quota: "Buy credits or raise the quota; trying again today will not help.",
  throttled: "Wait and try again, with fewer requests at once.",
  "tools-unsupported": "Mark the target as without tools in the catalog, or ask the model on another route.",
  "streaming-tools-unsupported": "Ask without streaming when the request carries tools.",
  "streaming-unsupported": "Ask without streaming.",
  "parameter-unsupported":
    "Remove or change the setting that the message names; list it among the target's quirks if it is lasting.",
  "invalid-history": "Correct the message, id or pairing that the message names.",
  "context-overflow": "Shorten the conversation or lower the output token limit.",
  "content-filter": "The prompt was refused by moderation; change the prompt or the guardrail.",
  "invalid-request": "Read the service's message: it refused the request as it stands.",
  routing: "Loosen the upstream pin or the routing preferences, or choose an upstream that is listed for the model.",
  timeout: "Raise the deadline, shorten the request or try another region.",
  network: "Check the base URL, the region in it, DNS, proxy and connectivity.",
  unavailable: "The service is down or overloaded; try again later.",
  "model-error": "The serving engine failed; try again, and report the request id if it stays.",
  truncated: "The reply was cut before its end; try again, and keep the bytes as evidence.",
  protocol: "Check that the base URL is this API's: what came back is not what the API promises.",
  aborted: "The caller ended the call.",
  "replay-miss": "Record this request, or change it back to the one that was recorded.",
  "harness-fault": "This is a mistake of llm-parity; please report it.",
};

function unaryHint(api: Api | null): string {
  const twin = api === null ? "" : ` (${api.replace(/-stream$/, "")})`;
  return `Ask without streaming${twin}; mark the target as without streaming tools in the catalog.`;
}
