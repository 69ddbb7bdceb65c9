import { Stop, type StopSignal } from "../../src/chat/stop-signal.js";
import type { Exchange, TransportError, WireResponse } from "../../src/wire/exchange.js";
import { DeadlineClock, type Deadlines } from "../../src/wire/transport/deadline-clock.js";
import { abortFault } from "../../src/wire/transport/fault.js";
import { systemTimers, type Timers } from "../../src/wire/transport/timers.js";

/**
 * Puts an exchange under deadlines, as `LiveTransport.within` does for its own. A deadline that passes aborts the upstream and is the
 * error, with its `deadlineMs`.
 */
export function withDeadlines(exchange: Exchange, deadlines: Deadlines, timers: Timers = systemTimers): Exchange {
  return async (request, signal) => {
    const watch = new DeadlineWatch(signal, deadlines, timers);
    try {
      const { status, headers, chunks } = await watch.race(exchange(request, watch.upstream), cancelLate);
      watch.clock.rest();
      return { status, headers, chunks: new WatchedChunks(chunks[Symbol.asyncIterator](), watch) };
    } catch (thrown) {
      watch.stop();
      throw thrown;
    }
  };
}

class WatchedChunks implements AsyncIterableIterator<Uint8Array> {
  private readonly source: AsyncIterator<Uint8Array>;
  private readonly watch: DeadlineWatch;

  constructor(source: AsyncIterator<Uint8Array>, watch: DeadlineWatch) {
    this.source = source;
    this.watch = watch;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array>> {
    try {
      this.watch.clock.wait();
      const step = await this.watch.race(this.source.next());
      this.watch.clock.rest();
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

/** Closes, unread, a response that arrives after its deadline. */
function cancelLate(response: WireResponse): void {
  response.chunks[Symbol.asyncIterator]()
    .return?.()
    .then(undefined, () => {});
}

/** Owns the clock of one exchange and the signal of its upstream. */
class DeadlineWatch {
  readonly upstream = new Stop();
  readonly clock: DeadlineClock;
  private readonly caller: StopSignal;
  private fault: TransportError | null = null;
  private rejectPending: ((fault: TransportError) => void) | null = null;

  constructor(caller: StopSignal, deadlines: Deadlines, timers: Timers) {
    this.caller = caller;
    this.clock = new DeadlineClock(deadlines, timers, (fault) => this.end(fault, fault));
    if (caller.aborted) this.onCallerAbort();
    else caller.addEventListener("abort", this.onCallerAbort);
  }

  /** Settles with `work`, or with the deadline or abort that comes first; a later result of `work` goes to `late`. */
  race<Result>(work: Promise<Result>, late?: (result: Result) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.rejectPending = reject;
      if (this.fault !== null) reject(this.fault);
      work.then((result) => {
        if (this.fault === null) resolve(result);
        else late?.(result);
      }, reject);
    });
  }

  stop(): void {
    this.clock.stop();
    this.caller.removeEventListener("abort", this.onCallerAbort);
  }

  private readonly onCallerAbort = (): void => this.end(abortFault(this.caller), this.caller.reason);

  private end(fault: TransportError, reason: unknown): void {
    if (this.fault !== null) return;
    this.fault = fault;
    this.stop();
    this.upstream.abort(reason);
    this.rejectPending?.(fault);
  }
}
