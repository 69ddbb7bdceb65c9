import type { ChatEvent } from "../../../chat/event.js";
import { abortedBefore, unexpected } from "./failure.js";

/** `signal` aborts with the caller's, and when the caller stops listening. */
export type Sending = { readonly signal: AbortSignal; readonly caller: AbortSignal };

/**
 * The events of one call, whatever happens inside: an unexpected error becomes its last event. The upstream
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
