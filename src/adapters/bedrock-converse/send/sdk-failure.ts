import { ChatError, type ChatFailure } from "../../../chat/failure.js";
import type { TransportError } from "../../../wire/exchange.js";
import type { WatchedExchange } from "../../../wire/transport/watch.js";
import {
  classifyException,
  classifyTransport,
  localFailure,
  protocolFailure,
  truncatedFailure,
} from "../../errors/classify.js";
import type { Origin } from "../decode/origin.js";

/** The context of an error that the SDK threw: the exchange below it, and whether the finish had arrived. */
export type ThrownContext = {
  readonly caller: AbortSignal;
  readonly watched: WatchedExchange | null;
  readonly afterFinish: boolean;
};

/**
 * Why a call through the SDK failed, judged by the exchange below it and not by the error's name. Null when the status
 * and body of the response, or {@link sdkStreamFailure}, explain it better.
 */
export function sdkFailure(error: unknown, context: ThrownContext): ChatFailure | null {
  const { watched } = context;
  const chatError = chatErrorIn(error);
  if (chatError !== null) return chatError.failure;
  const origin = originOf(watched);
  if (watched?.error != null) return brokenTransport(watched.error, context, origin);
  if (context.caller.aborted) return localFailure("aborted", "the caller cancelled the call");
  if (watched === null || watched.status === null) return localFailure("harness-fault", describe(error));
  return null;
}

/**
 * Why the stream of a 2xx reply threw, when {@link sdkFailure} gives null. The error's name counts for an exception
 * inside the stream, because nothing else identifies it.
 */
export function sdkStreamFailure(error: unknown, { watched, afterFinish }: Omit<ThrownContext, "caller">): ChatFailure {
  const origin = { ...originOf(watched), afterFinish, raw: null };
  const named = error instanceof Error && !ownNames.has(error.name) ? error : null;
  if (named !== null) {
    const type = modelled.has(named.name) ? lowerFirst(named.name) : named.name;
    const raw = JSON.stringify(payloadOf(named));
    return classifyException({ ...origin, type, message: named.message, raw, api: "converse-stream" });
  }
  const message = describe(error);
  return watched?.openFrame === true && /^Error: Truncated event message/.test(message)
    ? truncatedFailure({ ...origin, message })
    : protocolFailure({ ...origin, message });
}

/** The status and request id of a watched exchange; null where it has none. */
export function originOf(watched: WatchedExchange | null): Origin {
  return { status: watched?.status ?? null, requestId: watched?.requestId ?? null };
}

/** Names that the platform and the SDK give to their own errors; any other name is the exception's type. */
const ownNames: ReadonlySet<string> = new Set([
  "Error",
  "TypeError",
  "RangeError",
  "SyntaxError",
  "AbortError",
  "TransportError",
  "TimeoutError",
]);

/** Exceptions that the SDK models; on the wire their names start with a lower-case letter (same version). */
const modelled: ReadonlySet<string> = new Set([
  "InternalServerException",
  "ModelStreamErrorException",
  "ValidationException",
  "ThrottlingException",
  "ServiceUnavailableException",
]);

function lowerFirst(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

/** What the SDK keeps of the exception's payload. */
function payloadOf(error: Error): { readonly [member: string]: unknown } {
  const { message } = error;
  const extra = Object.fromEntries(
    Object.entries(error).filter(([name]) => name === "originalStatusCode" || name === "originalMessage"),
  );
  return { message, ...extra };
}

function brokenTransport(error: TransportError, { afterFinish }: ThrownContext, origin: Origin): ChatFailure {
  return classifyTransport(error, { ...origin, phase: origin.status === null ? "connect" : "body", afterFinish });
}

/** The SDK passes on what a credentials provider throws either unwrapped or as a cause. */
function chatErrorIn(error: unknown): ChatError | null {
  if (error instanceof ChatError) return error;
  return error instanceof Error && error.cause instanceof ChatError ? error.cause : null;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
