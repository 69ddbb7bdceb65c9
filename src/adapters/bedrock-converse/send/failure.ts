import type { ChatEvent } from "../../../chat/event.js";
import { ChatError, type ChatFailure } from "../../../chat/failure.js";
import type { StopSignal } from "../../../chat/stop-signal.js";
import { localFailure } from "../../errors/classify.js";

export const abortedBefore: ChatEvent = {
  kind: "reply-failed",
  failure: localFailure("aborted", "the call was ended before it began"),
};

/** The failure of a call that ended with an unexpected error. */
export function unexpected(error: unknown, caller: StopSignal): ChatFailure {
  if (error instanceof ChatError) return error.failure;
  if (caller.aborted) return localFailure("aborted", "the call was ended by its caller");
  return localFailure("harness-fault", error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
