import type { Readable } from "node:stream";
import { TransportError } from "../exchange.js";
import { ChunkQueue, type QueueOptions } from "./chunk-queue.js";
import { faultOf } from "./fault.js";

/**
 * The chunks of a Node stream. `close`: ends the stream's source when the reader leaves early or a limit is exceeded.
 */
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
    // Creating an error captures a stack, which is expensive, so a body that has ended gets none.
    if (queue.end === null) queue.finish(new TransportError("closed", "the body was closed before its end"));
  });
  return queue;
}
