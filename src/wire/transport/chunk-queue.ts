import type { StopSignal } from "../../chat/stop-signal.js";
import { type ChunkIterator, TransportError } from "../exchange.js";
import { DeadlineClock, type Deadlines } from "./deadline-clock.js";
import { abortFault } from "./fault.js";
import { systemTimers } from "./timers.js";

/** How one body is received. */
export type QueueOptions = {
  readonly signal: StopSignal;
  /** A body of more bytes is a `protocol` error. */
  readonly maxBodyBytes: number;
  /** The deadlines, which start at construction; null: none. */
  readonly deadlines: Deadlines | null;
};

/** The source of the chunks. `leave`: our side ends it, with the reason; called at most once. */
export type ChunkSource = {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly leave: (fault: TransportError) => void;
};

/** How a body ended. The reader gets a fault after all chunks that arrived before it. */
type End = "eof" | TransportError;
type Step = IteratorResult<Uint8Array, undefined>;
type Waiting = { readonly resolve: (step: Step) => void; readonly reject: (fault: TransportError) => void };

/** How many unread bytes may be queued before the source is paused. */
const maxAheadBytes = 1024 * 1024;

/**
 * The chunks of a body between their source and their reader. Takes chunks as they arrive, because a Node stream that
 * breaks discards the bytes it received but that were not read yet, and those bytes are evidence. An abort throws at
 * once.
 */
export class ChunkQueue implements AsyncIterableIterator<Uint8Array>, ChunkIterator {
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

  /** How the body ended; null: not ended yet. */
  get end(): End | null {
    return this.ended;
  }

  /** The response headers have arrived, so the first-byte deadline no longer applies. */
  begin(): void {
    this.clock?.rest();
  }

  /** Gives a chunk to a waiting reader, or queues it. Ignored after the end. */
  push(chunk: Uint8Array): void {
    if (this.ended !== null) return;
    this.bodyBytes += chunk.length;
    if (this.bodyBytes > this.maxBodyBytes) {
      this.leave(
        new TransportError("too-large", `the body is larger than ${this.maxBodyBytes} bytes, the most that we read`),
      );
    } else if (this.waiting !== null) {
      this.clock?.rest();
      this.takeWaiting().resolve({ done: false, value: chunk });
    } else {
      this.queue.push(chunk);
      this.queuedBytes += chunk.length;
      if (this.queuedBytes > maxAheadBytes) this.setPaused(true);
    }
  }

  /** The source has ended or broken. */
  finish(end: End): void {
    if (this.ended !== null) return;
    this.ended = end;
    this.clock?.stop();
    this.signal.removeEventListener("abort", this.onAbort);
    if (end === "eof") this.takeWaiting().resolve(done);
    else this.takeWaiting().reject(end);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  ready(): Step | null {
    // Checked here too, because the abort listener is removed when the body ends.
    if (this.signal.aborted) return null;
    const chunk = this.queue.shift();
    if (chunk === undefined) return this.ended === "eof" ? done : null;
    this.queuedBytes -= chunk.length;
    if (this.queuedBytes <= maxAheadBytes) this.setPaused(false);
    return { done: false, value: chunk };
  }

  next(): Promise<Step> {
    const ready = this.ready();
    if (ready !== null) return Promise.resolve(ready);
    if (this.signal.aborted) return Promise.reject(abortFault(this.signal));
    if (this.ended instanceof TransportError) return Promise.reject(this.ended);
    if (this.waiting !== null) return Promise.reject(new RangeError("a body is read one chunk after the other"));
    this.clock?.wait();
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  return(): Promise<Step> {
    // Creating an error captures a stack, which is expensive, so a body that has ended gets none.
    if (this.ended === null) this.leave(new TransportError("aborted", "the reader stopped reading"));
    return Promise.resolve(done);
  }

  private readonly onAbort = (): void => this.leave(abortFault(this.signal));

  private readonly leave = (fault: TransportError): void => {
    if (this.ended !== null) return;
    this.finish(fault);
    this.source.leave(fault);
  };

  /** The waiting reader, which is removed; one that does nothing when none waits. */
  private takeWaiting(): Waiting {
    const { waiting } = this;
    this.waiting = null;
    return waiting ?? noReader;
  }

  private setPaused(isPaused: boolean): void {
    if (this.isPaused === isPaused) return;
    this.isPaused = isPaused;
    if (isPaused) this.source.pause();
    else this.source.resume();
  }
}

const done: Step = { done: true, value: undefined };
const noReader: Waiting = { resolve: () => {}, reject: () => {} };
