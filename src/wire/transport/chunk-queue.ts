import type { StopSignal } from "../../chat/stop-signal.js";
import { TransportError } from "../exchange.js";
import { DeadlineClock, type Deadlines } from "./deadline-clock.js";
import { abortFault } from "./fault.js";
import { systemTimers } from "./timers.js";

export type QueueOptions = {
  readonly signal: StopSignal;
  /** A larger body is a `protocol` error. */
  readonly maxBodyBytes: number;
  /** From now on; null: none. */
  readonly deadlines: Deadlines | null;
};

/** Where the chunks come from. `leave`: it is ended from this side, and why; called at most once. */
export type ChunkSource = {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly leave: (fault: TransportError) => void;
};

/** How a body ended; a fault is thrown to the reader once all that came before it is read. */
type End = "eof" | TransportError;
type Step = IteratorResult<Uint8Array, undefined>;
type Waiting = { readonly resolve: (step: Step) => void; readonly reject: (fault: TransportError) => void };

/** How far the source may run ahead of the reader, in bytes. */
const maxAheadBytes = 1024 * 1024;

/**
 * The chunks of a body between what brings them and the one who reads them, taken as they come: a Node stream that
 * breaks throws away what it had received and nobody had read yet, and those bytes are evidence. An abort throws at
 * once.
 */
export class ChunkQueue implements AsyncIterableIterator<Uint8Array> {
  private readonly source: ChunkSource;
  private readonly signal: StopSignal;
  private readonly maxBodyBytes: number;
  private readonly clock: DeadlineClock | null;
  private readonly queue: Uint8Array[] = [];
  private queuedBytes = 0;
  private bodyBytes = 0;
  private isPaused = false;
  private waiting: Waiting | null = null;
  private ended: End | null = null;

  constructor(source: ChunkSource, { signal, maxBodyBytes, deadlines }: QueueOptions) {
    this.source = source;
    this.signal = signal;
    this.maxBodyBytes = maxBodyBytes;
    this.clock = deadlines === null ? null : new DeadlineClock(deadlines, systemTimers, this.leave);
    signal.addEventListener("abort", this.onAbort);
  }

  /** Null: not yet. */
  get end(): End | null {
    return this.ended;
  }

  /** The response has begun: nobody waits for its headers any more. */
  begin(): void {
    this.clock?.rest();
  }

  push(chunk: Uint8Array): void {
    if (this.ended !== null) return;
    this.bodyBytes += chunk.length;
    if (this.bodyBytes > this.maxBodyBytes) {
      this.leave(new TransportError("protocol", `the body is larger than ${this.maxBodyBytes} bytes`));
    } else if (this.waiting !== null) {
      this.clock?.rest();
      this.take().resolve({ done: false, value: chunk });
    } else {
      this.queue.push(chunk);
      this.queuedBytes += chunk.length;
      if (this.queuedBytes > maxAheadBytes) this.setPaused(true);
    }
  }

  /** The body has ended or broken by itself. */
  finish(end: End): void {
    if (this.ended !== null) return;
    this.ended = end;
    this.clock?.stop();
    this.signal.removeEventListener("abort", this.onAbort);
    if (end === "eof") this.take().resolve(over);
    else this.take().reject(end);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Step> {
    // Once it has ended nobody listens to the signal any more.
    if (this.signal.aborted) return Promise.reject(abortFault(this.signal));
    const chunk = this.queue.shift();
    if (chunk !== undefined) {
      this.queuedBytes -= chunk.length;
      if (this.queuedBytes <= maxAheadBytes) this.setPaused(false);
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.ended === "eof") return Promise.resolve(over);
    if (this.ended !== null) return Promise.reject(this.ended);
    if (this.waiting !== null) return Promise.reject(new RangeError("a body is read one chunk after the other"));
    this.clock?.wait();
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  return(): Promise<Step> {
    // An error costs its stack: none is made for a body that has ended.
    if (this.ended === null) this.leave(new TransportError("aborted", "the reader left"));
    return Promise.resolve(over);
  }

  private readonly onAbort = (): void => this.leave(abortFault(this.signal));

  private readonly leave = (fault: TransportError): void => {
    if (this.ended !== null) return;
    this.finish(fault);
    this.source.leave(fault);
  };

  /** The reader that waits, who waits no more. */
  private take(): Waiting {
    const { waiting } = this;
    this.waiting = null;
    return waiting ?? nobody;
  }

  private setPaused(isPaused: boolean): void {
    if (this.isPaused === isPaused) return;
    this.isPaused = isPaused;
    if (isPaused) this.source.pause();
    else this.source.resume();
  }
}

const over: Step = { done: true, value: undefined };
const nobody: Waiting = { resolve: () => {}, reject: () => {} };
