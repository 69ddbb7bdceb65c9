import type { StopSignal } from "../../chat/stop-signal.js";
import { type RecordedExchange, TransportError, type WireResponse } from "../exchange.js";
import { abortFault } from "./fault.js";
import type { Timers } from "./timers.js";

/** How a recording is played back. `rechunk` null: chunks as recorded; `speed` null: no waiting. */
export type Pace = { readonly rechunk: number | null; readonly speed: number | null; readonly timers: Timers };

/** The response of one recording. Rejects with the recorded error when no response headers arrived. */
export async function playBack(recorded: RecordedExchange, signal: StopSignal, pace: Pace): Promise<WireResponse> {
  const wait = waiter(signal, pace);
  const pause = wait(recorded.response === null ? recorded.error?.deadlineMs : recorded.firstByteMs);
  if (pause !== null) await pause;
  if (recorded.response === null) throw recordedFault(recorded);
  const { status, headers } = recorded.response;
  return {
    status,
    headers,
    chunks: playedChunks({ recorded, signal, pieces: piecesOf(recorded, pace.rechunk), wait }),
  };
}

type Piece = RecordedExchange["chunks"][number];

type Playing = {
  readonly recorded: RecordedExchange;
  readonly signal: StopSignal;
  readonly pieces: readonly Piece[];
  readonly wait: Wait;
};

function playedChunks({ recorded, signal, pieces, wait }: Playing): AsyncIterableIterator<Uint8Array> {
  let next = 0;
  let isOver = false;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      if (isOver) return { done: true, value: undefined };
      if (signal.aborted) throw abortFault(signal);
      const piece = pieces[next];
      if (piece === undefined) {
        isOver = true;
        if (recorded.end !== "eof") throw recordedFault(recorded);
        return { done: true, value: undefined };
      }
      next += 1;
      const pause = wait(piece[0]);
      if (pause !== null) await pause;
      // A copy, so that the reader cannot change the recording.
      return { done: false, value: new Uint8Array(piece[1]) };
    },
    async return() {
      isOver = true;
      return { done: true, value: undefined };
    },
  };
}

function piecesOf(recorded: RecordedExchange, rechunk: number | null): readonly Piece[] {
  if (rechunk === null) return recorded.chunks;
  const body = Buffer.concat(recorded.chunks.map(([, bytes]) => bytes));
  const pieces: Piece[] = [];
  let chunk = 0;
  let chunkEnd = recorded.chunks[0]?.[1].length ?? 0;
  for (let start = 0; start < body.length; start += rechunk) {
    const end = Math.min(start + rechunk, body.length);
    while (chunkEnd < end) {
      chunk += 1;
      chunkEnd += recorded.chunks[chunk]?.[1].length ?? 0;
    }
    pieces.push([recorded.chunks[chunk]?.[0] ?? 0, body.subarray(start, end)]);
  }
  return pieces;
}

function recordedFault({ error, end }: RecordedExchange): TransportError {
  if (error !== null) {
    return new TransportError(error.kind, error.message, { code: error.code, deadlineMs: error.deadlineMs });
  }
  const kind = end === "connect-error" ? "refused" : end === "client-abort" ? "aborted" : "reset";
  return new TransportError(kind, `the recording ends with ${end} and has no error`);
}

/** Waits until a recorded time; null: no wait is needed. */
type Wait = (recordedMs: number | null | undefined) => Promise<void> | null;

function waiter(signal: StopSignal, { speed, timers }: Pace): Wait {
  if (speed === null) return () => null;
  const startedMs = timers.now();
  return (recordedMs) => {
    const delayMs = (recordedMs ?? 0) / speed - (timers.now() - startedMs);
    return delayMs > 0 ? pauseFor(delayMs, signal, timers) : null;
  };
}

function pauseFor(delayMs: number, signal: StopSignal, timers: Timers): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      cancel();
      reject(abortFault(signal));
    };
    const cancel = timers.after(delayMs, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    signal.addEventListener("abort", onAbort);
  });
}
