import type { StopSignal } from "../../chat/stop-signal.js";
import { TransportError, type TransportErrorKind } from "../exchange.js";

/** Anything thrown as a {@link TransportError}. After `signal` aborts, the abort counts as the cause. */
export function faultOf(thrown: unknown, signal: StopSignal): TransportError {
  if (thrown instanceof TransportError) return thrown;
  return signal.aborted ? abortFault(signal) : systemFault(thrown);
}

/**
 * The error of an aborted signal: its reason if that is a {@link TransportError} (one of our deadlines), else `aborted`
 * with the reason as cause.
 */
export function abortFault(signal: StopSignal): TransportError {
  if (signal.reason instanceof TransportError) return signal.reason;
  return new TransportError("aborted", "the caller aborted the exchange", { cause: signal.reason });
}

/** True when our side ended the exchange: the caller's signal, one of our deadlines or our limit of bytes. */
export function isOurs(kind: TransportErrorKind): boolean {
  return ourKinds.has(kind);
}

const ourKinds: ReadonlySet<TransportErrorKind> = new Set([
  "aborted",
  "first-byte-timeout",
  "idle-timeout",
  "total-timeout",
  "too-large",
]);

/** Codes of Node.js, OpenSSL, llhttp, zlib and undici 7.30. The first matching row gives the kind. */
const rules: readonly (readonly [pattern: RegExp, kind: TransportErrorKind])[] = [
  [/^(ENOTFOUND|EAI_\w+)$/, "dns"],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/, "refused"],
  [/^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/, "connect-timeout"],
  [/^(CERT_\w+|UNABLE_TO_\w+|\w*SELF_SIGNED_CERT\w*|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/, "tls"],
  [/^(ERR_TLS_\w+|ERR_SSL_\w+|EPROTO|UND_ERR_PRX_TLS)$/, "tls"],
  [/^(ECONNRESET|ECONNABORTED|EPIPE)$/, "reset"],
  [/^(UND_ERR_SOCKET|UND_ERR_RE[SQ]_CONTENT_LENGTH_MISMATCH)$/, "closed"],
  // Z_BUF_ERROR: the compressed body ends inside its encoding, because it was cut.
  [/^(ERR_STREAM_PREMATURE_CLOSE|Z_BUF_ERROR)$/, "closed"],
  [/^(UND_ERR_DESTROYED|UND_ERR_CLOSED)$/, "aborted"],
];

function systemFault(thrown: unknown): TransportError {
  const inner = causeOf(thrown);
  if (inner instanceof TransportError) return inner;
  const code = codeOf(inner);
  return new TransportError(kindOf(inner, code), messageOf(inner, code), { code, cause: thrown });
}

/** The innermost error with a code: undici and `fetch` wrap the system's error as `cause`. */
function causeOf(thrown: unknown): unknown {
  let found = thrown;
  for (let next = thrown, depth = 0; next instanceof Error && depth < 8; next = next.cause, depth += 1) {
    if (next instanceof TransportError) return next;
    if (codeOf(next) !== null) found = next;
  }
  return found;
}

function codeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !("code" in thrown)) return null;
  return typeof thrown.code === "string" ? thrown.code : null;
}

/** undici 7.30 gives its parser errors no code, so a body cut inside a chunk is recognised only by its message. */
const knownMessages: readonly (readonly [pattern: RegExp, kind: TransportErrorKind])[] = [
  [/\(Invalid EOF state\)$/, "closed"],
  [/^Proxy response \(\d+\)/, "refused"],
];

function kindOf(error: unknown, code: string | null): TransportErrorKind {
  const byCode = rules.find(([pattern]) => code !== null && pattern.test(code));
  if (byCode !== undefined) return byCode[1];
  const message = error instanceof Error ? error.message : "";
  return knownMessages.find(([pattern]) => pattern.test(message))?.[1] ?? "protocol";
}

/** An `AggregateError` (both address families refused) has no message of its own. */
function messageOf(error: unknown, code: string | null): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map((each) => (each instanceof Error ? each.message : String(each))).join("; ");
  }
  const text = error instanceof Error ? error.message : String(error);
  return text === "" ? (code ?? "the exchange broke without a message") : text;
}
