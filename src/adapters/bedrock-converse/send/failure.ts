import type { ChatEvent } from "../../../chat/event.js";
import { ChatError, type ChatFailure } from "../../../chat/failure.js";
import type { StopSignal } from "../../../chat/stop-signal.js";
import { localFailure } from "../../errors/classify.js";

/** The event for a call that was aborted before it started. */
export const abortedBefore: ChatEvent = {
  kind: "reply-failed",
  failure: localFailure("aborted", "the call was cancelled before it started"),
};

/** The failure of a call that ended with an unexpected error. */
export function unexpected(error: unknown, caller: StopSignal): ChatFailure {
  if (error instanceof ChatError) return error.failure;
  if (caller.aborted) return localFailure("aborted", "the caller cancelled the call");
  return localFailure("harness-fault", error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
