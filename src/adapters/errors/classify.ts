import type { Api } from "../../chat/api.js";
import type { ChatFailure, FailureKind, FailurePhase } from "../../chat/failure.js";
import { unreachable } from "../../chat/unreachable.js";
import type { TransportError, TransportErrorKind, WireHeaders } from "../../wire/exchange.js";
import type { ParsedJson } from "../../wire/json.js";
import { requestIdOf } from "../request-id.js";
import { matchRule } from "./classify-rules.js";
import { hintFor } from "./failure-hints.js";
import { awsErrorType, cleanType, type ErrorFacts, readError } from "./read-error.js";
import { retryAfterMs } from "./retry-after.js";

/**
 * The context of a failure inside a body. `afterFinish`: the finish reason had arrived before it. `raw`: the text of the
 * failure; null when there was none.
 */
type BodyFailure = {
  readonly afterFinish: boolean;
  readonly message: string;
  readonly status: number | null;
  readonly requestId: string | null;
  readonly raw: string | null;
};

/**
 * Classifies a response that is not a reply: any status other than 2xx (phase `refused`), or a 2xx whose body is an error
 * or does not follow the API (phase `body`). Use {@link truncatedFailure} for an empty 2xx body.
 *
 * @example
 * const failure = classifyResponse({ status: 429, headers: [], body: '{"message":"Too many requests"}', api: "converse" });
 * failure.kind; // "throttled"
 */
export function classifyResponse(response: {
  readonly status: number;
  readonly headers: WireHeaders;
  readonly body: string;
  readonly api: Api;
}): ChatFailure {
  const { status, headers, body, api } = response;
  const success = status >= 200 && status < 300;
  const facts = readError(body, awsErrorType(headers));
  const fallback: FailureKind = success && !facts.isError ? "protocol" : "model-error";
  return {
    ...verdictOf(facts, { status: success ? facts.statedStatus : status, fallback, api }),
    phase: success ? "body" : "refused",
    message:
      facts.message ?? `HTTP ${status} with ${body.trim() === "" ? "an empty body" : "a body that has no message"}`,
    code: facts.code,
    status,
    requestId: requestIdOf(headers),
    retryAfterMs: retryAfterMs(headers),
    raw: rawText(body),
    afterFinish: false,
  };
}

/**
 * Classifies an error inside a 200: an exception frame of an event stream, or an error object in an SSE chunk.
 * `type` is the type in the frame or object (a number as text); null: none. `status` is the HTTP status.
 */
export function classifyException(
  exception: BodyFailure & { readonly type: string | null; readonly api?: Api },
): ChatFailure {
  const read = readError(exception.raw ?? "");
  const type = exception.type === null ? null : cleanType(exception.type);
  const rawMessage = exception.raw?.trimStart().startsWith("{") ? read.message : null;
  const message = rawMessage ?? exception.message;
  const facts = { ...read, types: type === null ? read.types : [type, ...read.types], message };
  const stated = type !== null && /^[1-5]\d\d$/.test(type) ? Number(type) : read.statedStatus;
  return {
    ...verdictOf(facts, { status: stated, fallback: "model-error", api: exception.api ?? null }),
    ...bodyMembers(exception),
    message: message === "" ? `the service sent ${exception.type ?? "an error"} inside the reply` : message,
    code: exception.type ?? read.code,
  };
}

/**
 * Classifies a transport error. Phase `connect` is before the response headers. In phase `body` a reset or a close is a
 * truncated reply, and broken bytes are `protocol`. In both, a deadline of ours is a `timeout` and the caller's abort is
 * `aborted`.
 */
export function classifyTransport(
  error: TransportError,
  context: {
    readonly phase: FailurePhase;
    readonly afterFinish: boolean;
    readonly status: number | null;
    readonly requestId: string | null;
  },
): ChatFailure {
  const kind = context.phase === "body" ? bodyKind(error.kind) : connectKind(error.kind);
  const deadline = error.deadlineMs === null ? "" : ` (deadline ${error.deadlineMs} ms)`;
  return {
    kind,
    hint: hintFor(kind),
    phase: context.phase,
    message: `${error.message}${deadline}`,
    code: error.code ?? error.kind,
    status: context.status,
    requestId: context.requestId,
    retryAfterMs: null,
    raw: null,
    afterFinish: context.afterFinish,
  };
}

/** A failure for a body that ended before its terminal event or, with `afterFinish`, inside a later event. */
export function truncatedFailure(failure: BodyFailure): ChatFailure {
  return { kind: "truncated", hint: hintFor("truncated"), code: null, ...bodyMembers(failure) };
}

/** A failure for bytes that do not follow the API. */
export function protocolFailure(failure: BodyFailure): ChatFailure {
  return { kind: "protocol", hint: hintFor("protocol"), code: null, ...bodyMembers(failure) };
}

/** A failure for a reply that met a limit of ours, in size or depth. It says nothing about the provider. */
export function tooLargeFailure(failure: BodyFailure): ChatFailure {
  return { kind: "too-large", hint: hintFor("too-large"), code: null, ...bodyMembers(failure) };
}

/** The failure for text that {@link parseJson} does not read: `too-large` beyond our depth, else `protocol`. */
export function notJsonFailure(parsed: Extract<ParsedJson, { ok: false }>, failure: BodyFailure): ChatFailure {
  return parsed.tooDeep ? tooLargeFailure({ ...failure, message: parsed.message }) : protocolFailure(failure);
}

/**
 * A failure before anything was sent: phase `local`, without status and body. The kind is, for example, `harness-fault`
 * for a bug of ours or `invalid-history` for a request that `repair` refuses. Default of `hint`: the kind's hint.
 */
export function localFailure(kind: FailureKind, message: string, hint?: string): ChatFailure {
  return {
    kind,
    phase: "local",
    message,
    hint: hint ?? hintFor(kind),
    code: null,
    status: null,
    requestId: null,
    retryAfterMs: null,
    raw: null,
    afterFinish: false,
  };
}

type Circumstances = { readonly status: number | null; readonly fallback: FailureKind; readonly api: Api | null };

function verdictOf(facts: ErrorFacts, { status, fallback, api }: Circumstances) {
  const rule = matchRule({ types: facts.types, status, text: facts.message ?? "" });
  const kind = rule?.kind ?? fallback;
  return { kind, hint: rule?.hint ?? hintFor(kind, api) };
}

function bodyMembers(failure: BodyFailure) {
  return {
    phase: "body",
    message: failure.message,
    status: failure.status,
    requestId: failure.requestId,
    retryAfterMs: null,
    raw: rawText(failure.raw),
    afterFinish: failure.afterFinish,
  } as const;
}

function connectKind(kind: TransportErrorKind): FailureKind {
  switch (kind) {
    case "dns":
    case "refused":
    case "connect-timeout":
    case "tls":
    case "reset":
    case "closed":
      return "network";
    case "first-byte-timeout":
    case "idle-timeout":
    case "total-timeout":
      return "timeout";
    case "aborted":
    case "protocol":
    case "replay-miss":
    case "too-large":
      return kind;
    case "fenced":
      return "harness-fault";
    default:
      return unreachable(kind);
  }
}

function bodyKind(kind: TransportErrorKind): FailureKind {
  const known = connectKind(kind);
  return known === "network" ? "truncated" : known;
}

/** The first 64 Ki characters, as {@link ChatFailure.raw} promises; null for an empty text. */
function rawText(raw: string | null): string | null {
  return raw === null || raw === "" ? null : raw.slice(0, 65_536);
}
