import type { ChatEvent } from "../../chat/event.js";
import { ChatError, type ChatFailure } from "../../chat/failure.js";
import { TransportError } from "../../wire/exchange.js";
import { classifyTransport, localFailure } from "../errors/classify.js";

/** The event that ends the reply after an error before any response. */
export function failedBefore(error: unknown): ChatEvent {
  return { kind: "reply-failed", failure: failureOf(error) };
}

/** The transport error in a chain of causes; null when there is none. */
export function transportErrorIn(error: unknown): TransportError | null {
  return errorsIn(error).find((one) => one instanceof TransportError) ?? null;
}

/** True when the error or one of its causes is a {@link ChatError} or a {@link TransportError}. */
export function isKnownFailure(error: unknown): boolean {
  return errorsIn(error).some((one) => one instanceof ChatError || one instanceof TransportError);
}

/** The failure of an error before any response. An unknown error is a bug of ours (`harness-fault`). */
export function failureOf(error: unknown): ChatFailure {
  const chatError = errorsIn(error).find((one) => one instanceof ChatError);
  if (chatError !== undefined) return chatError.failure;
  const broken = transportErrorIn(error);
  if (broken !== null) {
    return classifyTransport(broken, { phase: "connect", afterFinish: false, status: null, requestId: null });
  }
  return localFailure("harness-fault", error instanceof Error ? error.message : String(error));
}

/** An error and its causes, outermost first. */
function errorsIn(error: unknown): readonly Error[] {
  const found: Error[] = [];
  for (let current = error; current instanceof Error && found.length < 8; current = current.cause) found.push(current);
  return found;
}
