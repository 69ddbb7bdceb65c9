import { Stop, type StopSignal } from "../../chat/stop-signal.js";
import { type Exchange, TransportError, type TransportErrorKind, type WireResponse } from "../exchange.js";
import { abortFault } from "./fault.js";
import { systemTimers, type Timers } from "./timers.js";

/**
 * How long an exchange may take, in milliseconds; null sets no deadline.
 * `firstByteMs`: until the response headers. `idleMs`: waiting for one chunk (a keep-alive comment is a chunk; time that
 * the reader takes for itself does not count). `totalMs`: from the request to the end of the body.
 */
export type Deadlines = {
  readonly firstByteMs: number | null;
  readonly idleMs: number | null;
  readonly totalMs: number | null;
};

/** The same exchange under deadlines: one that strikes aborts the upstream and is the error, with its `deadlineMs`. */
export function withDeadlines(exchange: Exchange, deadlines: Deadlines, timers: Timers = systemTimers): Exchange {
  return async (request, signal) => {
    const watch = new DeadlineWatch(signal, timers);
    watch.startTotal(deadlines.totalMs);
    try {
      const asked = exchange(request, watch.signal);
      const response = await watch.race(asked, "first-byte-timeout", deadlines.firstByteMs, cancelLate);
      return { ...response, chunks: watchedChunks(response.chunks, watch, deadlines.idleMs) };
    } catch (thrown) {
      watch.stop();
      throw thrown;
    }
  };
}

function watchedChunks(
  chunks: AsyncIterable<Uint8Array>,
  watch: DeadlineWatch,
  idleMs: number | null,
): AsyncIterableIterator<Uint8Array> {
  return new WatchedChunks(chunks[Symbol.asyncIterator](), watch, idleMs);
}

/** A class, since an object with a member of a computed name costs more to make than the rest of this (Node 20.20, 2026-11). */
class WatchedChunks implements AsyncIterableIterator<Uint8Array> {
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly watch: DeadlineWatch;
  private readonly idleMs: number | null;

  constructor(source: AsyncIterator<Uint8Array>, watch: DeadlineWatch, idleMs: number | null) {
    this.source = source;
    this.watch = watch;
    this.idleMs = idleMs;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    try {
      const step = await this.watch.race(this.source.next(), "idle-timeout", this.idleMs);
      if (step.done === true) this.watch.stop();
      return step;
    } catch (thrown) {
      this.watch.stop();
      throw thrown;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array>> {
    this.watch.stop();
    await this.source.return?.();
    return { done: true, value: undefined };
  }
}

/** A response that came after its deadline is closed unread. */
function cancelLate(response: WireResponse): void {
  response.chunks[Symbol.asyncIterator]()
    .return?.()
    .then(undefined, () => {});
}

type DeadlineKind = Extract<TransportErrorKind, "first-byte-timeout" | "idle-timeout" | "total-timeout">;

const missed: { readonly [Kind in DeadlineKind]: string } = {
  "first-byte-timeout": "no response headers",
  "idle-timeout": "nothing more of the body came",
  "total-timeout": "the exchange was not finished",
};

/** Owns the timers of one exchange and the signal that its upstream sees. */
class DeadlineWatch {
  private readonly upstream = new Stop();
  private readonly caller: StopSignal;
  private readonly timers: Timers;
  private fault: TransportError | null = null;
  private rejectPending: ((fault: TransportError) => void) | null = null;
  private cancelTotal: () => void = () => {};

  constructor(caller: StopSignal, timers: Timers) {
    this.caller = caller;
    this.timers = timers;
    if (caller.aborted) this.onCallerAbort();
    else caller.addEventListener("abort", this.onCallerAbort);
  }

  get signal(): StopSignal {
    return this.upstream;
  }

  startTotal(totalMs: number | null): void {
    if (totalMs !== null) this.cancelTotal = this.timers.after(totalMs, () => this.strike("total-timeout", totalMs));
  }

  /** `work`, or the deadline or abort that came first; what `work` gives after that goes to `late`. */
  race<Result>(
    work: Promise<Result>,
    kind: DeadlineKind,
    limitMs: number | null,
    late?: (result: Result) => void,
  ): Promise<Result> {
    return new Promise((resolve, reject) => {
      const cancel = limitMs === null ? () => {} : this.timers.after(limitMs, () => this.strike(kind, limitMs));
      const settle = () => {
        cancel();
        this.rejectPending = null;
      };
      this.rejectPending = (fault) => {
        settle();
        reject(fault);
      };
      if (this.fault !== null) this.rejectPending(this.fault);
      work.then(
        (result) => {
          if (this.fault !== null) return late?.(result);
          settle();
          resolve(result);
        },
        (thrown) => {
          if (this.fault !== null) return;
          settle();
          reject(thrown);
        },
      );
    });
  }

  stop(): void {
    this.cancelTotal();
    this.caller.removeEventListener("abort", this.onCallerAbort);
  }

  private readonly onCallerAbort = (): void => this.end(abortFault(this.caller), this.caller.reason);

  private strike(kind: DeadlineKind, deadlineMs: number): void {
    const fault = new TransportError(kind, `${missed[kind]} within ${deadlineMs} ms`, { deadlineMs });
    this.end(fault, fault);
  }

  private end(fault: TransportError, reason: unknown): void {
    if (this.fault !== null) return;
    this.fault = fault;
    this.stop();
    this.upstream.abort(reason);
    this.rejectPending?.(fault);
  }
}
