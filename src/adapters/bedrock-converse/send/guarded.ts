import type { ChatEvent } from "../../../chat/event.js";
import { abortedBefore, unexpected } from "./failure.js";

/** `signal` aborts when the caller's signal does, and when the caller stops listening. */
export type Sending = { readonly signal: AbortSignal; readonly caller: AbortSignal };

/**
 * Runs one call so that it never throws: an unexpected error becomes the last event. Aborts the upstream when the
 * caller stops listening.
 */
export async function* guarded(
  caller: AbortSignal,
  send: (sending: Sending) => AsyncIterable<ChatEvent>,
): AsyncGenerator<ChatEvent> {
  const controller = new AbortController();
  const follow = (): void => controller.abort(caller.reason);
  let isOver = false;
  try {
    if (caller.aborted) return yield abortedBefore;
    caller.addEventListener("abort", follow, { once: true });
    for await (const event of send({ signal: controller.signal, caller })) yield event;
    isOver = true;
  } catch (error) {
    isOver = true;
    yield { kind: "reply-failed", failure: unexpected(error, caller) };
  } finally {
    caller.removeEventListener("abort", follow);
    if (!isOver) controller.abort();
  }
}
