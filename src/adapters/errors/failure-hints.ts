import type { Api } from "../../chat/api.js";
import type { FailureKind } from "../../chat/failure.js";

/**
 * What a person can do about a failure of this kind, in one line. A rule of the classification table may replace it with
 * a more exact hint. `api` makes the hints about streaming name the API without streaming; null: they name none.
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
  "wrong-address":
    'Check the base URL, and the path behind it. In a path of Bedrock, write the "/" of an ARN as %2F (the official SDKs do).',
  "api-unsupported": "Call the model through an API and a route that serve it, with what they take.",
  region: "Set AWS_REGION (or the target's region) to a region that serves Bedrock and this model.",
  quota: "Buy credits or raise the quota; retrying today will not help.",
  throttled: "Wait and try again, with fewer requests at once.",
  "tools-unsupported":
    "Mark the target in the catalog as not supporting tools, or call the model through another route.",
  "streaming-tools-unsupported": "Send requests with tools without streaming.",
  "streaming-unsupported": "Send the request without streaming.",
  "parameter-unsupported":
    "Remove or change the setting that the message names; if the limit is permanent, add it to the target's quirks.",
  "caching-unsupported": "Leave the cache markers out for this target.",
  "schema-keyword": "Leave the keyword out of the schema for this target, or describe the limit in words.",
  "tools-with-reasoning":
    "Turn reasoning off for requests with tools, do not force a tool, or call another API of the model.",
  "invalid-history": "Correct the message, id or pairing that the message names.",
  "thinking-signature":
    "Replay thinking blocks with their signatures unchanged, and only to the model that wrote them; or leave thinking off.",
  "role-order": "Order the messages as the model takes them: user and assistant in turn, the user first and last.",
  "context-overflow": "Shorten the conversation or lower the output token limit.",
  "output-limit": "Set the output token limit to a value that the message allows.",
  "content-filter": "Moderation refused the prompt; change the prompt or the guardrail.",
  "invalid-request": "The service refused the request; its message says why.",
  routing: "Loosen the upstream pin or the routing preferences, or choose an upstream that is listed for the model.",
  timeout: "Raise the deadline, shorten the request or try another region.",
  network: "Check the base URL, the region in it, DNS, proxy and connectivity.",
  unavailable: "The service is down or overloaded; try again later.",
  "model-error": "The serving engine failed; try again, and report the request id if it keeps failing.",
  truncated: "The reply was cut off; try again, and keep the bytes as evidence.",
  protocol: "Check that the base URL belongs to this API: the response does not follow it.",
  "too-large":
    "The reply is larger or nested deeper than llm-parity reads; the limit is its own, and says nothing about the provider.",
  aborted: "The caller ended the call.",
  "replay-miss": "Record this request, or change it back to the one that was recorded.",
  "harness-fault": "This is a bug in llm-parity; please report it.",
};

function unaryHint(api: Api | null): string {
  const twin = api === null ? "" : ` (${api.replace(/-stream$/, "")})`;
  return `Send the request without streaming${twin}; mark the target in the catalog as not streaming tools.`;
}
