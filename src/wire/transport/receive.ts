import type { Dispatcher } from "undici";
import type { StopSignal } from "../../chat/stop-signal.js";
import { TransportError } from "../exchange.js";
import { DeadlineClock, type Deadlines } from "./deadline-clock.js";
import { abortFault, faultOf } from "./fault.js";
import { systemTimers } from "./timers.js";

/** A response whose body is still coming, as undici hands it out. */
export type Received = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly chunks: AsyncIterableIterator<Uint8Array>;
};

export type ReceiveOptions = {
  readonly signal: StopSignal;
  /** Of the body as it stands on the wire; a larger one is a `protocol` error. */
  readonly maxBodyBytes: number;
  /** Null: none. */
  readonly deadlines: Deadlines | null;
};

/** How far the network may run ahead of the reader, in bytes. */
const maxAheadBytes = 1024 * 1024;

/**
 * Sends a request and resolves at its response headers. The chunks of the body are taken off the network as they come: a Node
 * stream that breaks throws away what it had received and nobody had read yet, and those bytes are evidence (undici's own body is
 * such a stream, and takes as long as the rest of an exchange). Throws once they are read; an abort throws at once.
 */
export function receive(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: ReceiveOptions,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const receiver = new Receiver(options, resolve, reject);
    dispatcher.dispatch(request, receiver);
  });
}

type End = "eof" | TransportError;
type Step = IteratorResult<Uint8Array, undefined>;
type Waiting = { readonly resolve: (step: Step) => void; readonly reject: (fault: TransportError) => void };

/** Handles one response for undici, and is the iterator of its chunks. */
class Receiver implements Dispatcher.DispatchHandler, AsyncIterableIterator<Uint8Array> {
  private readonly options: ReceiveOptions;
  private readonly resolve: (received: Received) => void;
  private readonly reject: (fault: TransportError) => void;
  private controller: Dispatcher.DispatchController | null = null;
  private readonly queue: Uint8Array[] = [];
  private queuedBytes = 0;
  private bodyBytes = 0;
  private end: End | null = null;
  private hasHeaders = false;
  private readonly clock: DeadlineClock | null;
  private waiting: Waiting | null = null;

  constructor(options: ReceiveOptions, resolve: (received: Received) => void, reject: (fault: TransportError) => void) {
    this.options = options;
    this.resolve = resolve;
    this.reject = reject;
    options.signal.addEventListener("abort", this.onAbort);
    const { deadlines } = options;
    this.clock = deadlines === null ? null : new DeadlineClock(deadlines, systemTimers, this.leave);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.end !== null && this.end !== "eof") controller.abort(this.end);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: { [name: string]: string | string[] | undefined },
  ): void {
    if (status < 200) return;
    this.hasHeaders = true;
    this.clock?.rest();
    this.resolve({ status, headers, chunks: this });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.end !== null) return;
    this.bodyBytes += chunk.length;
    const { maxBodyBytes } = this.options;
    if (this.bodyBytes > maxBodyBytes) {
      this.leave(new TransportError("protocol", `the body is larger than ${maxBodyBytes} bytes`));
    } else if (this.waiting !== null) {
      this.clock?.rest();
      this.take().resolve({ done: false, value: chunk });
    } else {
      this.queue.push(chunk);
      this.queuedBytes += chunk.length;
      if (this.queuedBytes > maxAheadBytes) controller.pause();
    }
  }

  onResponseEnd(): void {
    this.finish("eof");
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.finish(faultOf(error, this.options.signal));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  return(): Promise<Step> {
    // An error costs its stack: none is made for a body that has ended.
    if (this.end === null) this.leave(new TransportError("aborted", "the reader left"));
    return Promise.resolve(over);
  }

  next(): Promise<Step> {
    const { signal } = this.options;
    // Once it has ended nobody listens to the signal any more.
    if (signal.aborted) return Promise.reject(abortFault(signal));
    const chunk = this.queue.shift();
    if (chunk !== undefined) {
      this.queuedBytes -= chunk.length;
      if (this.controller?.paused === true && this.queuedBytes <= maxAheadBytes) this.controller.resume();
      return Promise.resolve({ done: false, value: chunk });
    }
    if (this.end === "eof") return Promise.resolve(over);
    if (this.end !== null) return Promise.reject(this.end);
    if (this.waiting !== null) return Promise.reject(new RangeError("a body is read one chunk after the other"));
    this.clock?.wait();
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  /** The reader that waits, who waits no more. */
  private take(): Waiting {
    const { waiting } = this;
    this.waiting = null;
    return waiting ?? nobody;
  }

  private readonly onAbort = (): void => this.leave(abortFault(this.options.signal));

  /** Ends the exchange from this side. */
  private readonly leave = (fault: TransportError): void => {
    if (this.end !== null) return;
    this.finish(fault);
    this.controller?.abort(fault);
  };

  private finish(end: End): void {
    if (this.end !== null) return;
    this.end = end;
    this.clock?.stop();
    this.options.signal.removeEventListener("abort", this.onAbort);
    if (end === "eof") this.take().resolve(over);
    else if (this.hasHeaders) this.take().reject(end);
    else this.reject(end);
  }
}

const over: Step = { done: true, value: undefined };
const nobody: Waiting = { resolve: () => {}, reject: () => {} };
