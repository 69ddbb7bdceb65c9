import type { ChatFailure, FailureKind } from "../../chat/failure.js";
import type { JsonObject } from "../../chat/json.js";
import { hintFor } from "../failure-hints.js";

/** A failure as an HTTP answer in OpenAI's envelope. */
export type ErrorAnswer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: { readonly error: JsonObject };
};

type Row = {
  /** What is answered where the service gave no status of its own. */
  readonly status: number;
  readonly type: string;
  /** Said in place of the message, which may name hosts and paths; null: the service's own words. */
  readonly says: string | null;
};

const invalid = "invalid_request_error";
const upstream = "upstream_error";

/** One row a kind of failure. */
const rows: { readonly [Kind in FailureKind]: Row } = {
  credentials: { status: 401, type: "authentication_error", says: null },
  "model-access": { status: 403, type: "permission_error", says: null },
  "inference-profile": { status: 400, type: invalid, says: null },
  "model-retired": { status: 404, type: invalid, says: null },
  "model-not-found": { status: 404, type: invalid, says: null },
  region: { status: 400, type: invalid, says: null },
  quota: { status: 429, type: "insufficient_quota", says: null },
  throttled: { status: 429, type: "rate_limit_error", says: null },
  "tools-unsupported": { status: 400, type: invalid, says: null },
  "streaming-tools-unsupported": { status: 400, type: invalid, says: null },
  "streaming-unsupported": { status: 400, type: invalid, says: null },
  "parameter-unsupported": { status: 400, type: invalid, says: null },
  "invalid-history": { status: 400, type: invalid, says: null },
  "context-overflow": { status: 400, type: invalid, says: null },
  "content-filter": { status: 400, type: "content_policy_violation", says: null },
  "invalid-request": { status: 400, type: invalid, says: null },
  routing: { status: 503, type: upstream, says: null },
  timeout: { status: 504, type: "timeout_error", says: "the model did not answer within the deadline" },
  network: { status: 502, type: upstream, says: "the model's service could not be reached" },
  unavailable: { status: 503, type: upstream, says: null },
  "model-error": { status: 502, type: upstream, says: null },
  truncated: { status: 502, type: upstream, says: "the reply was cut before its end" },
  protocol: { status: 502, type: upstream, says: "the model's service sent what its API does not promise" },
  aborted: { status: 499, type: "aborted", says: "the client ended the call" },
  "replay-miss": { status: 500, type: "server_error", says: "nothing is recorded for this request" },
  "harness-fault": { status: 500, type: "server_error", says: "the router itself failed" },
};

/** Codes that clients of OpenAI know; the others are our own words. */
const codes: { readonly [Kind in FailureKind]?: string } = {
  credentials: "invalid_api_key",
  "model-not-found": "model_not_found",
  "context-overflow": "context_length_exceeded",
  quota: "insufficient_quota",
  throttled: "rate_limit_exceeded",
};

/**
 * A failure in OpenAI's envelope: the service's own status where it gave one of an error, its words where they name no host of
 * ours, and what a person can do. Never a stack, a path or a key.
 */
export function encodeError(failure: ChatFailure): ErrorAnswer {
  const { status, type, says } = rows[failure.kind];
  const own = failure.status !== null && failure.status >= 400 && failure.status <= 599 ? failure.status : status;
  const hint = failure.hint === "" ? hintFor(failure.kind) : failure.hint;
  const retryAfter =
    failure.retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(failure.retryAfterMs / 1000)) };
  return {
    status: own,
    headers: retryAfter,
    body: {
      error: {
        message: `${says ?? failure.message} ${says === null ? hint : ""}`.trim(),
        type,
        param: null,
        code: codes[failure.kind] ?? failure.kind.replaceAll("-", "_"),
      },
    },
  };
}
