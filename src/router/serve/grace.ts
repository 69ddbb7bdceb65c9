import type { OpenAiError } from "../../adapters/openai-chat/server/encode-error/envelope.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import { draining } from "./refusals.js";

/** The reason for which requests are ended when the grace after a stop signal is over. */
export const graceOver = new DOMException("the router is shutting down", "AbortError");

/** Whether a request is ended because the grace is over, so that its client is still there and must be told. */
export function endsByGrace({ aborted, reason }: StopSignal): boolean {
  return aborted && reason === graceOver;
}

/** What such a client is told inside a stream. */
export const graceOverError: OpenAiError = {
  ...{ message: draining.message, type: "server_error" },
  ...{ code: draining.code, param: null },
};
