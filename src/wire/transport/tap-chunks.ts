import type { StopSignal } from "../../chat/stop-signal.js";
import type { TransportError } from "../exchange.js";
import { abortFault, faultOf } from "./fault.js";

/** How the reading of a body ended. `left`: the reader stopped before the end. */
export type ChunksEnd =
  | { readonly kind: "eof" }
  | { readonly kind: "broken"; readonly error: TransportError }
  | { readonly kind: "left" };

/** Callbacks that observe a body while it is read. */
export type ChunksTap = {
  readonly onChunk: (bytes: Uint8Array) => void;
  /** Called exactly once, at the latest when the signal aborts; no `onChunk` follows. */
  readonly onEnd: (end: ChunksEnd) => void;
};

/** The same chunks, observed by `tap`. An abort ends the tap at once, even if the body is no longer read. */
export function tapChunks(
  chunks: AsyncIterable<Uint8Array>,
  signal: StopSignal,
  tap: ChunksTap,
): AsyncIterableIterator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const ending = endOnce(signal, tap);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        const step = await source.next();
        if (step.done === true) ending.end({ kind: "eof" });
        else if (!ending.ended()) tap.onChunk(step.value);
        return step;
      } catch (thrown) {
        ending.end({ kind: "broken", error: faultOf(thrown, signal) });
        throw thrown;
      }
    },
    async return() {
      ending.end({ kind: "left" });
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}

function endOnce(signal: StopSignal, tap: ChunksTap): { end: (end: ChunksEnd) => void; ended: () => boolean } {
  let ended = false;
  const end = (ending: ChunksEnd) => {
    if (ended) return;
    ended = true;
    signal.removeEventListener("abort", onAbort);
    tap.onEnd(ending);
  };
  const onAbort = () => end({ kind: "broken", error: abortFault(signal) });
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort);
  return { end, ended: () => ended };
}
