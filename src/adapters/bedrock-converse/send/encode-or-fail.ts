import type { ChatEvent } from "../../../chat/event.js";
import { ChatError, type ChatFailure } from "../../../chat/failure.js";
import type { StopSignal } from "../../../chat/stop-signal.js";
import type { EncodeRefused } from "../../adapter.js";
import { localFailure } from "../../errors/classify.js";

/** `signal` aborts with the caller's, and when the caller stops listening. */
export type Sending = { readonly signal: AbortSignal; readonly caller: AbortSignal };

/**
 * The events of one call, whatever happens inside: an error that nobody expected becomes its last event. The upstream
 * is aborted once the caller has stopped listening.
 */
export async function* guarded(
  caller: AbortSignal,
  send: (sending: Sending) => AsyncIterable<ChatEvent>,
): AsyncGenerator<ChatEvent> {
  const own = new AbortController();
  const follow = (): void => own.abort(caller.reason);
  let isOver = false;
  try {
    if (caller.aborted) return yield abortedBefore;
    caller.addEventListener("abort", follow, { once: true });
    for await (const event of send({ signal: own.signal, caller })) yield event;
    isOver = true;
  } catch (error) {
    isOver = true;
    yield { kind: "reply-failed", failure: unexpected(error, caller) };
  } finally {
    caller.removeEventListener("abort", follow);
    if (!isOver) own.abort();
  }
}

export function refusedLocally({ field, message }: EncodeRefused): ChatEvent {
  return { kind: "reply-failed", failure: localFailure("invalid-request", `${field}: ${message}`) };
}

export const abortedBefore: ChatEvent = {
  kind: "reply-failed",
  failure: localFailure("aborted", "the call was ended before it began"),
};

/** The failure of a call that ended with an error which nobody expected. */
export function unexpected(error: unknown, caller: StopSignal): ChatFailure {
  if (error instanceof ChatError) return error.failure;
  if (caller.aborted) return localFailure("aborted", "the call was ended by its caller");
  return localFailure("harness-fault", error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
