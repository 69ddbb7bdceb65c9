/**
 * Every way in which a call can fail, one word each. The word does not include the phase (before headers, after a
 * 200): see {@link ChatFailure.phase}.
 */
export const failureKinds = [
  "credentials", // missing, expired, unknown, badly signed
  "model-access", // the account may not use this model (or the action is not allowed for the principal)
  "inference-profile", // the bare model id needs an inference profile
  "model-retired", // end of life, legacy
  "model-not-found", // unknown id, wrong route, not in this region
  "wrong-address", // the URL of the request names no operation of the service
  "api-unsupported", // the model is not served on this API or route, or no endpoint takes what the request has
  "region", // region missing, malformed or without the service
  "quota", // out of credits, service quota, daily token quota
  "throttled", // too many requests or tokens per minute; model not ready
  "tools-unsupported", // this model takes no tools here
  "streaming-tools-unsupported", // this model takes tools, but not while streaming
  "streaming-unsupported", // this model does not stream here
  "parameter-unsupported", // a setting, a block or a field the model or API does not take
  "caching-unsupported", // cache markers, which this model or account does not take here
  "schema-keyword", // a keyword in the JSON Schema of a tool or of the output
  "tools-with-reasoning", // tools, or a forced choice of one, together with reasoning
  "invalid-history", // ids, pairing, blank or empty content
  "thinking-signature", // the signature of a thinking block is missing or invalid, or the block was changed
  "role-order", // alternation, first and last role, prefill
  "context-overflow", // the prompt is too long
  "output-limit", // the output token limit is not one that the model takes
  "content-filter", // refused by moderation or a guardrail before generation
  "invalid-request", // any other 400-like refusal of the request
  "routing", // a gateway found no upstream that meets the pin
  "timeout", // our first-byte, idle or total deadline, or the service's own model timeout
  "network", // DNS, refused, reset before headers, TLS
  "unavailable", // 5xx, provider down
  "model-error", // the serving engine failed (424, in-stream modelStreamErrorException)
  "truncated", // the body ended or broke before its terminal event was complete
  "protocol", // bytes that are not what the API promises
  "too-large", // a reply beyond a limit of ours, in size or depth; never the provider's fault
  "aborted", // by the caller
  "replay-miss", // replay found no recording for the request
  "harness-fault", // our own mistake
] as const;

export type FailureKind = (typeof failureKinds)[number];

/**
 * Where in a call it failed: before anything was sent (`local`), before the response headers (`connect`), with an error
 * status (`refused`), or after a 200 (`body`).
 */
export type FailurePhase = "local" | "connect" | "refused" | "body";

/**
 * A failed call, as data: what happened, where, and what to do.
 * `code` is the code of the service or system (`ValidationException`, `502`, `ECONNREFUSED`), null when there is none.
 * `raw` is the body (or frame payload) that reports the failure, as text, at most 64 KiB; null when there was none.
 * `afterFinish`: true when the reply's terminal event was complete before the failure. `retryAfterMs` in milliseconds.
 */
export type ChatFailure = {
  readonly kind: FailureKind;
  readonly phase: FailurePhase;
  readonly message: string;
  readonly hint: string;
  readonly code: string | null;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;
  readonly raw: string | null;
  readonly afterFinish: boolean;
};

/**
 * True for a `truncated` failure of a response that is still being made: it was asked for in the background, and its status came in place
 * of a reply (OpenAI API, openai-node 6.49.0: ResponseStatus `queued`, `in_progress`). The status is the code of the failure.
 */
export function isPending({ kind, code }: Pick<ChatFailure, "kind" | "code">): boolean {
  return kind === "truncated" && (code === "queued" || code === "in_progress");
}

/** The error class that carries a {@link ChatFailure} where one must be thrown (never out of a `send`). */
export class ChatError extends Error {
  override name = "ChatError" as const;
  readonly failure: ChatFailure;
  constructor(failure: ChatFailure, options?: { cause?: unknown }) {
    super(failure.message, options);
    this.failure = failure;
  }
}
