import type { Readable } from "node:stream";
import { TransportError } from "../exchange.js";
import { ChunkQueue, type QueueOptions } from "./chunk-queue.js";
import { faultOf } from "./fault.js";

/** The chunks of a Node stream. `close` ends what it reads from, for a reader that leaves early and at the cap. */
export function queuedChunks(
  body: Readable,
  options: QueueOptions & { readonly close: () => void },
): AsyncIterableIterator<Uint8Array> {
  const leave = () => {
    options.close();
    body.destroy();
  };
  const queue = new ChunkQueue({ pause: () => body.pause(), resume: () => body.resume(), leave }, options);
  body.on("data", (chunk: Uint8Array) => queue.push(chunk));
  body.on("end", () => queue.finish("eof"));
  body.on("error", (thrown) => queue.finish(faultOf(thrown, options.signal)));
  body.on("close", () => {
    // An error costs its stack: none is made for a body that has ended.
    if (queue.end === null) queue.finish(new TransportError("closed", "the body was closed before its end"));
  });
  return queue;
}
