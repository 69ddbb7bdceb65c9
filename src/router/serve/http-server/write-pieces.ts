import type { ServerResponse } from "node:http";
import type { Watched } from "./keep-alive.js";
import { type Out, writeHead } from "./out.js";

/** Writes the pieces of a stream, and a comment each time that nothing comes for a while. `watched` null: no comments. */
export async function writePieces(out: Out, pieces: AsyncIterable<string>, watched: Watched | null): Promise<void> {
  const response = writeHead(out, 200, streamHeaders);
  if (watched !== null) watched.response = response;
  for await (const piece of pieces) {
    if (response.destroyed) return;
    watched?.wrote();
    if (!response.write(piece)) await untilDrained(response);
  }
  response.end();
}

const streamHeaders = [
  ...["content-type", "text/event-stream; charset=utf-8"],
  ...["cache-control", "no-cache"],
  ...["x-accel-buffering", "no"],
];

/** Resolves once the client has received what was written, or has disconnected. */
function untilDrained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}
