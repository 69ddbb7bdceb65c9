import type { Dispatcher } from "undici";
import type { TransportError } from "../exchange.js";
import { ChunkQueue, type ChunkSource, type QueueOptions } from "./chunk-queue.js";
import { faultOf } from "./fault.js";

/** A response of undici whose body is still arriving. */
export type Received = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly chunks: AsyncIterableIterator<Uint8Array>;
};

/**
 * Sends a request and resolves when its response headers arrive. Does not use `dispatcher.request`, whose Node stream
 * takes as long as the rest of an exchange. `maxBodyBytes` limits the body as it is on the wire.
 */
export function receive(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: QueueOptions,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(request, new Receiver(options, resolve, reject));
  });
}

/** undici 7.30 keeps the bytes of the headers until the body ends, a KiB or more, and does not read them again. */
type WithRawHeaders = Dispatcher.DispatchController & { rawHeaders?: readonly Uint8Array[] | null };

/** Handles one response for undici. */
class Receiver implements Dispatcher.DispatchHandler, ChunkSource {
  private readonly options: QueueOptions;
  private readonly resolve: (received: Received) => void;
  private readonly reject: (fault: TransportError) => void;
  private readonly queue: ChunkQueue;
  private controller: Dispatcher.DispatchController | null = null;

  constructor(options: QueueOptions, resolve: (received: Received) => void, reject: (fault: TransportError) => void) {
    this.options = options;
    this.resolve = resolve;
    this.reject = reject;
    this.queue = new ChunkQueue(this, options);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    const { end } = this.queue;
    if (end !== null && end !== "eof") controller.abort(end);
  }

  onResponseStart(
    controller: WithRawHeaders,
    status: number,
    headers: { [name: string]: string | string[] | undefined },
  ): void {
    if (status < 200) return;
    controller.rawHeaders = null;
    this.queue.begin();
    this.resolve({ status, headers, chunks: this.queue });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.queue.push(chunk);
  }

  onResponseEnd(): void {
    this.queue.finish("eof");
  }

  onResponseError(_controller: unknown, error: Error): void {
    const fault = faultOf(error, this.options.signal);
    this.queue.finish(fault);
    this.reject(fault);
  }

  pause(): void {
    this.controller?.pause();
  }

  resume(): void {
    this.controller?.resume();
  }

  /** Rejecting has no effect after the headers arrived. */
  leave(fault: TransportError): void {
    this.reject(fault);
    this.controller?.abort(fault);
  }
}
