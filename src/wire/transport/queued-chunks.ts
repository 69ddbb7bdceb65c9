import type { Readable } from "node:stream";
import type { StopSignal } from "../../chat/stop-signal.js";
import { TransportError } from "../exchange.js";
import { abortFault, faultOf } from "./fault.js";

/** How far the network may run ahead of the reader, in bytes. */
const maxAheadBytes = 1024 * 1024;

/**
 * The chunks of a body, taken off the network as they come: a Node stream that breaks throws away what it had received and
 * nobody had read yet, and those bytes are evidence. Throws once they are read; an abort throws at once. A body of more
 * than `maxBodyBytes` is a `protocol` error. `close` ends the connection, for a reader that leaves early and at the cap.
 */
export function queuedChunks(body: Readable, options: QueueOptions): AsyncIterableIterator<Uint8Array> {
  const { signal, close } = options;
  const queue = fillQueue(body, options);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      for (;;) {
        if (signal.aborted) throw abortFault(signal);
        const chunk = queue.shift();
        if (chunk !== undefined) return { done: false, value: chunk };
        const end = queue.end();
        if (end === "eof") return { done: true, value: undefined };
        if (end !== null) throw end;
        await queue.changed();
      }
    },
    async return() {
      close();
      body.destroy();
      return { done: true, value: undefined };
    },
  };
}

export type QueueOptions = {
  readonly signal: StopSignal;
  readonly maxBodyBytes: number;
  readonly close: () => void;
};

type Queue = {
  readonly shift: () => Uint8Array | undefined;
  /** null: still open. */
  readonly end: () => "eof" | TransportError | null;
  /** Resolves at the next chunk or at the end. */
  readonly changed: () => Promise<void>;
};

function fillQueue(body: Readable, { signal, maxBodyBytes, close }: QueueOptions): Queue {
  const waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let bodyBytes = 0;
  let ended: "eof" | TransportError | null = null;
  let wake = () => {};
  const end = (how: "eof" | TransportError) => {
    ended ??= how;
    wake();
  };
  body.on("data", (chunk: Uint8Array) => {
    bodyBytes += chunk.length;
    if (bodyBytes > maxBodyBytes) {
      end(new TransportError("protocol", `the body is larger than ${maxBodyBytes} bytes`));
      close();
      body.destroy();
      return;
    }
    waiting.push(chunk);
    waitingBytes += chunk.length;
    if (waitingBytes > maxAheadBytes) body.pause();
    wake();
  });
  body.on("end", () => end("eof"));
  body.on("error", (thrown) => end(faultOf(thrown, signal)));
  body.on("close", () => {
    // An error costs its stack: none is made for a body that has ended.
    if (ended === null) end(new TransportError("closed", "the body was closed before its end"));
  });
  return {
    shift: () => {
      const chunk = waiting.shift();
      waitingBytes -= chunk === undefined ? 0 : chunk.length;
      if (waitingBytes <= maxAheadBytes && body.isPaused()) body.resume();
      return chunk;
    },
    end: () => ended,
    changed: () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  };
}
