import type { StopSignal } from "../chat/stop-signal.js";
import { unreachable } from "../chat/unreachable.js";
import { TransportError } from "../wire/exchange.js";
import type { BodyStep } from "./faults/break-body.js";

/** Waits for `ms` milliseconds; rejects with the TransportError `aborted` when the signal aborts. */
export type Sleep = (ms: number, signal: StopSignal) => Promise<void>;

/** Plays the steps of a body. Throws a TransportError where the body breaks or the caller aborts. */
export async function* playBody(
  steps: readonly BodyStep[],
  signal: StopSignal,
  sleep: Sleep,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const step of steps) {
    refuseAborted(signal);
    switch (step.kind) {
      case "bytes":
        yield step.bytes;
        break;
      case "wait":
        await sleep(step.ms, signal);
        break;
      case "stall":
        await aborted(signal);
        break;
      case "break":
        throw brokenBody(step.as);
      default:
        return unreachable(step);
    }
  }
  refuseAborted(signal);
}

/** Throws the TransportError `aborted` if the signal has aborted. */
export function refuseAborted(signal: StopSignal): void {
  if (signal.aborted) throw abortedError(signal);
}

/** {@link Sleep} with a real timer. */
export function sleepForReal(ms: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(abortedError(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop);
  });
}

/** Never resolves; rejects when the caller aborts. */
function aborted(signal: StopSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(abortedError(signal));
    signal.addEventListener("abort", () => reject(abortedError(signal)));
  });
}

function brokenBody(as: "closed" | "reset"): TransportError {
  if (as === "reset") return new TransportError("reset", "read ECONNRESET", { code: "ECONNRESET" });
  return new TransportError("closed", "other side closed", { code: "UND_ERR_SOCKET" });
}

function abortedError(signal: StopSignal): TransportError {
  return new TransportError("aborted", "the request was aborted", { cause: signal.reason });
}
