import type { Api } from "../../chat/api.js";
import type { ChatFailure, FailureKind, FailurePhase } from "../../chat/failure.js";
import { unreachable } from "../../chat/unreachable.js";
import type { TransportError, TransportErrorKind, WireHeaders } from "../../wire/exchange.js";
import type { ParsedJson } from "../../wire/json.js";
import { requestIdIn, requestIdOf } from "../request-id.js";
import { matchRule } from "./classify-rules.js";
import type { ErrorFacts } from "./error-facts.js";
import { isWords, statusInWords } from "./error-text.js";
import { awsErrorType, cleanType } from "./error-type.js";
import { hintFor } from "./failure-hints.js";
import { readError } from "./read-error.js";
import { retryAfterMs } from "./retry-after.js";
import { schemaKeywordIn } from "./schema-keyword.js";

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
 * or does not follow the API (phase `body`). An error of AWS's front end is `refused` inside a 2xx too: it answered before
 * any model did. Use {@link truncatedFailure} for an empty 2xx body.
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
  const fallback = success ? fallbackInside(facts) : "model-error";
  return {
    ...verdictOf(facts, { status: success ? facts.statedStatus : status, fallback, api }),
    phase: success ? phaseInside(facts) : "refused",
    message: facts.message ?? wordless(facts, status, body),
    code: facts.code,
    status,
    requestId: requestIdOf(headers) ?? requestIdIn(body),
    retryAfterMs: retryAfterMs(headers),
    raw: rawText(body),
    afterFinish: false,
  };
}

/**
 * Classifies a whole 2xx body that is no reply: an error in any form that {@link readError} knows, or an HTML page. Null
 * when it states none; the caller knows what the body lacks. The phase is that of {@link classifyResponse}.
 */
export function classifyBody(body: Omit<BodyFailure, "message"> & { readonly api?: Api }): ChatFailure | null {
  const facts = readError(body.raw ?? "");
  if (!facts.isError && !facts.isHtml) return null;
  const { statedStatus: status } = facts;
  return {
    ...verdictOf(facts, { status, fallback: fallbackInside(facts), api: body.api ?? null }),
    ...bodyMembers({ ...body, message: facts.message ?? wordless(facts, body.status, body.raw ?? "") }),
    phase: phaseInside(facts),
    code: facts.code,
  };
}

/**
 * {@link classifyBody}, or a `protocol` failure with `message`, which says what is wrong with the body. Text that is not
 * JSON is quoted, because it may be all that the service said.
 */
export function textFailure(body: BodyFailure & { readonly api?: Api }): ChatFailure {
  const text = (body.raw ?? "").trim();
  const quote = isWords(text) ? `: ${JSON.stringify(text.slice(0, 200))}` : "";
  return classifyBody(body) ?? protocolFailure({ ...body, message: `${body.message}${quote}` });
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
  const rawMessage = /^\s*[[{]/.test(exception.raw ?? "") ? read.message : null;
  const message = rawMessage ?? (exception.message === "" ? (exception.raw ?? "").slice(0, 300) : exception.message);
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

/** The failure for text that {@link parseJson} does not read: `too-large` beyond our depth, else {@link textFailure}. */
export function notJsonFailure(
  parsed: Extract<ParsedJson, { ok: false }>,
  failure: BodyFailure & { readonly api?: Api },
): ChatFailure {
  return parsed.tooDeep ? tooLargeFailure({ ...failure, message: parsed.message }) : textFailure(failure);
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
  const text = facts.message ?? "";
  const stated = status ?? (facts.isHtml ? null : statusInWords(text));
  const rule = matchRule({ types: facts.types, status: stated, text });
  const kind = rule?.kind ?? fallback;
  const hint = rule?.hint?.replace("{keyword}", schemaKeywordIn(text) ?? "the keyword");
  return { kind, hint: hint ?? hintFor(kind, api) };
}

/** The kind of an error inside a 2xx that no rule knows. AWS's front end has not asked the model yet. */
function fallbackInside({ isError, isFrontEnd }: ErrorFacts): FailureKind {
  if (isFrontEnd) return "unavailable";
  return isError ? "model-error" : "protocol";
}

/** The phase is decided by who answered, not by the status. */
function phaseInside({ isFrontEnd }: ErrorFacts): FailurePhase {
  return isFrontEnd ? "refused" : "body";
}

function wordless({ types }: ErrorFacts, status: number | null, body: string): string {
  const lead = status === null ? "a reply" : `HTTP ${status}`;
  if (types[0] !== undefined) return `${types[0]} without a message`;
  return `${lead} with ${body.trim() === "" ? "an empty body" : "a body that has no message"}`;
}

function bodyMembers(failure: BodyFailure) {
  return {
    phase: "body",
    message: failure.message,
    status: failure.status,
    requestId: failure.requestId ?? requestIdIn(failure.raw),
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
