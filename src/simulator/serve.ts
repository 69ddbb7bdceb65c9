import { createServer, isIPv6, type Server, type Socket } from "node:net";
import type { Exchange } from "../wire/exchange.js";
import { answerCall } from "./serve/answer-call.js";
import { readFirstBytes } from "./serve/first-bytes.js";
import { http1Door, type Served } from "./serve/http1.js";
import { serveHttp2 } from "./serve/http2.js";

/** A listening simulator. `url` has no path. `close` ends open connections and waits until the port is free. */
export type ServedSimulator = { readonly url: string; readonly close: () => Promise<void> };

/** Where the simulator listens, and what it does with clients that it cannot answer. */
export type ServeOptions = {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Receives a line for each client that speaks no HTTP; default: none is written. */
  readonly log?: (line: string) => void;
  /**
   * How long a connection may be silent before its first request and, over HTTP/2, while it has none, in milliseconds; default: one
   * minute, as in Node's HTTP server.
   */
  readonly silentMs?: number;
};

/**
 * Serves an exchange over HTTP/1.1 and, on the same port, HTTP/2 with prior knowledge, which the AWS SDK for JavaScript speaks.
 * The first bytes of a connection decide. A broken body becomes a broken connection: `reset` is a TCP reset, `closed` a close
 * before the end of the body. Over HTTP/2 `reset` ends its stream alone (RST_STREAM with INTERNAL_ERROR), and `closed` the
 * connection with every stream on it. A fault of the connection itself cannot be reproduced, because the server is reachable:
 * it resets the connection before any byte. Rejects when the port is taken.
 *
 * @example
 * const { exchange } = createSimulator({ profiles, scenarios, seed: 1, now: () => new Date() });
 * const { url, close } = await serveSimulator(exchange, { port: 0, host: "127.0.0.1" });
 */
export async function serveSimulator(exchange: Exchange, options: ServeOptions): Promise<ServedSimulator> {
  const { port, host, log = () => undefined, silentMs = 60_000 } = options;
  const served: Served = { answer: (call) => void answerCall(exchange, call), log, silentMs };
  const serveHttp1 = http1Door(served);
  /** How each open connection is ended. */
  const connections = new Map<Socket, () => void>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    connections.set(socket, () => socket.destroy());
    socket.once("close", () => connections.delete(socket));
    // A client that resets its connection is gone, which `close` tells.
    socket.on("error", () => undefined);
    readFirstBytes(socket, silentMs, (_, protocol) => {
      if (protocol === "http/1.1") serveHttp1(socket);
      else connections.set(socket, serveHttp2(socket, served));
    });
  });
  await listening(server, port, host);
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the server has no port");
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${address.port}`,
    close: () => closed(server, connections),
  };
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}

/** How long an HTTP/2 client has to take its last frames, in milliseconds. */
const goodbyeMs = 500;

function closed(server: Server, connections: ReadonlyMap<Socket, () => void>): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      for (const socket of connections.keys()) socket.destroy();
    }, goodbyeMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    for (const end of connections.values()) end();
  });
}
