import {
  type Exchange,
  type ExchangeEnd,
  type RecordedExchange,
  TransportError,
  type WireRequest,
  type WireResponse,
} from "../exchange.js";
import { faultOf, isOurs } from "./fault.js";
import { type ChunksEnd, tapChunks } from "./tap-chunks.js";

/** The recorder's clock: monotonic milliseconds, and the date for `startedAt`. */
export type RecordClock = { readonly now: () => number; readonly date: () => Date };

/** The clock of this machine. */
export const systemClock: RecordClock = { now: () => performance.now(), date: () => new Date() };

/**
 * The same exchange, recorded. Each exchange ends in exactly one call of `sink`, however it ends (end of body, reset,
 * refused, deadline, abort, a reader that stopped early). If the body is not read, `sink` is called when the signal
 * aborts. Keeps headers as sent, credentials included: the redactor and the HAR writer make them safe to store.
 *
 * @example
 * const recorded: RecordedExchange[] = [];
 * const exchange = recordExchange(transport.exchange, (one) => recorded.push(one));
 */
export function recordExchange(
  exchange: Exchange,
  sink: (recorded: RecordedExchange) => void,
  clock: RecordClock = systemClock,
): Exchange {
  return async (request, signal) => {
    const recording = startRecording(request, clock);
    let response: WireResponse;
    try {
      response = await exchange(request, signal);
    } catch (thrown) {
      sink(recording.broken(null, faultOf(thrown, signal)));
      throw thrown;
    }
    const head = { status: response.status, headers: response.headers };
    const firstByteMs = recording.elapsedMs();
    const chunks = tapChunks(response.chunks, signal, {
      onChunk: recording.add,
      onEnd: (end) => sink(recording.ended({ ...head, firstByteMs }, end)),
    });
    return { ...head, chunks };
  };
}

type Head = NonNullable<RecordedExchange["response"]> & { readonly firstByteMs: number };

function startRecording(request: WireRequest, clock: RecordClock) {
  const startedAt = clock.date().toISOString();
  const startedMs = clock.now();
  const chunks: [number, Uint8Array][] = [];
  const elapsedMs = () => Math.round(clock.now() - startedMs);
  const close = (head: Head | null, end: ExchangeEnd, error: TransportError | null): RecordedExchange => ({
    startedAt,
    request,
    response: head === null ? null : { status: head.status, headers: head.headers },
    firstByteMs: head === null ? null : head.firstByteMs,
    chunks,
    end,
    error: error === null ? null : plainError(error),
  });
  const broken = (head: Head | null, error: TransportError) =>
    close(head, isOurs(error.kind) ? "client-abort" : head === null ? "connect-error" : "reset", error);
  return {
    elapsedMs,
    add: (bytes: Uint8Array) => void chunks.push([elapsedMs(), bytes]),
    broken,
    ended: (head: Head, end: ChunksEnd): RecordedExchange => {
      if (end.kind === "eof") return close(head, "eof", null);
      return broken(head, end.kind === "broken" ? end.error : readerLeft());
    },
  };
}

/** The error of a recording whose reader stopped before the end of the body. */
export function readerLeft(): TransportError {
  return new TransportError("aborted", "the reader stopped before the end of the body");
}

function plainError(error: TransportError): NonNullable<RecordedExchange["error"]> {
  return { kind: error.kind, code: error.code, message: error.message, deadlineMs: error.deadlineMs };
}
