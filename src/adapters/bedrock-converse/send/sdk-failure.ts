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

/** Where the SDK threw: what was seen of the exchange below it, and how far the reply had come. */
export type ThrownAt = {
  readonly caller: AbortSignal;
  readonly watched: WatchedExchange | null;
  readonly afterFinish: boolean;
};

/**
 * Why a call through the SDK failed, by what the wire did; the error's own name counts only for an exception inside
 * the stream, which nothing else tells. null: the wire tells it better by status and body.
 */
export function sdkFailure(error: unknown, at: ThrownAt): ChatFailure | null {
  const { watched } = at;
  const chatError = chatErrorIn(error);
  if (chatError !== null) return chatError.failure;
  const origin = originOf(watched);
  if (watched?.error != null) return brokenTransport(watched.error, at, origin);
  if (at.caller.aborted) return localFailure("aborted", "the call was ended by its caller");
  if (watched === null || watched.status === null) return localFailure("harness-fault", describe(error));
  return null;
}

/** Why the stream of a 2xx reply threw, once {@link sdkFailure} had nothing to say. */
export function sdkStreamFailure(error: unknown, { watched, afterFinish }: Omit<ThrownAt, "caller">): ChatFailure {
  const origin = { ...originOf(watched), afterFinish, raw: null };
  const named = error instanceof Error && !ownNames.has(error.name) ? error : null;
  if (named !== null) {
    const type = modelled.has(named.name) ? lowerFirst(named.name) : named.name;
    const raw = JSON.stringify(told(named));
    return classifyException({ ...origin, type, message: named.message, raw, api: "converse-stream" });
  }
  const message = describe(error);
  return watched?.openFrame === true && /^Error: Truncated event message/.test(message)
    ? truncatedFailure({ ...origin, message })
    : protocolFailure({ ...origin, message });
}

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

/** Exceptions that the SDK models; on the wire they begin with a small letter (same version). */
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

/** The exception's payload as far as the SDK keeps it. */
function told(error: Error): { readonly [member: string]: unknown } {
  const { message } = error;
  const extra = Object.fromEntries(
    Object.entries(error).filter(([name]) => name === "originalStatusCode" || name === "originalMessage"),
  );
  return { message, ...extra };
}

function brokenTransport(error: TransportError, { afterFinish }: ThrownAt, origin: Origin): ChatFailure {
  return classifyTransport(error, { ...origin, phase: origin.status === null ? "connect" : "body", afterFinish });
}

/** The SDK wraps what a credentials provider throws in nothing, or in a cause. */
function chatErrorIn(error: unknown): ChatError | null {
  if (error instanceof ChatError) return error;
  return error instanceof Error && error.cause instanceof ChatError ? error.cause : null;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
