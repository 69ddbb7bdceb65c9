import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { rawRefusal } from "../refusals.js";

/** The latest response of each connection. */
export type Responses = WeakMap<Duplex, ServerResponse>;

/** Answers a request that Node could not read: too slow, too large a head, or no HTTP. It closes the connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Duplex, responses: Responses): void {
  const last = responses.get(socket);
  const isAnswering = last?.headersSent === true && !last.writableFinished;
  if (error.code === "ECONNRESET" || !socket.writable || isAnswering) return void socket.destroy();
  const [status, text, code, message] = unreadable.get(error.code ?? "") ?? notHttp;
  socket.end(rawRefusal({ status, code, message }, text));
}

type Unreadable = readonly [status: number, text: string, code: string, message: string];

/** By Node's error code (Node 20.20 and 22, http documentation of `clientError`, read 2026-11-28). */
const unreadable: ReadonlyMap<string, Unreadable> = new Map([
  ["ERR_HTTP_REQUEST_TIMEOUT", [408, "Request Timeout", "request_timeout", "the request did not arrive in time"]],
  ["HPE_HEADER_OVERFLOW", [431, "Request Header Fields Too Large", "headers_too_large", "the headers are too large"]],
]);
const notHttp: Unreadable = [
  400,
  "Bad Request",
  "invalid_http",
  "the request is not HTTP/1.1; HTTP/2 and TLS are not served",
];
