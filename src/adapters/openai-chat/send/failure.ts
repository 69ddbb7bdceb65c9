import type { ChatEvent } from "../../../chat/event.js";
import { ChatError, type ChatFailure } from "../../../chat/failure.js";
import { TransportError } from "../../../wire/exchange.js";
import { classifyTransport, localFailure } from "../../errors/classify.js";

/** What was thrown before any response, as the event that ends the reply. What is no known error is our own mistake. */
export function failedBefore(error: unknown): ChatEvent {
  return { kind: "reply-failed", failure: failureOf(error) };
}

/** The transport's error, which may stand below an SDK's; null: there is none. */
export function transportErrorIn(error: unknown): TransportError | null {
  return errorsIn(error).find((one) => one instanceof TransportError) ?? null;
}

/** Does the error, or one below it, say by itself how the call failed? */
export function isKnownFailure(error: unknown): boolean {
  return errorsIn(error).some((one) => one instanceof ChatError || one instanceof TransportError);
}

function failureOf(error: unknown): ChatFailure {
  const told = errorsIn(error).find((one) => one instanceof ChatError);
  if (told !== undefined) return told.failure;
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
