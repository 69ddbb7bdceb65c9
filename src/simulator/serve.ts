import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { isIPv6 } from "node:net";
import {
  type Exchange,
  TransportError,
  type WireHeaders,
  type WireRequest,
  type WireResponse,
} from "../wire/exchange.js";

/** A listening simulator. `url` has no path. `close` ends open connections and waits until the port is free. */
export type ServedSimulator = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Serves an exchange over HTTP; port 0 takes a free port. A broken body becomes a broken connection: `reset` is a TCP reset,
 * `closed` a close before the end of the body. A fault of the connection itself cannot be reproduced, because the server is
 * reachable: it resets the connection before any byte. Rejects when the port is taken.
 *
 * @example
 * const { exchange } = createSimulator({ profiles, scenarios, seed: 1, now: () => new Date() });
 * const { url, close } = await serveSimulator(exchange, { port: 0, host: "127.0.0.1" });
 */
export async function serveSimulator(
  exchange: Exchange,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<ServedSimulator> {
  const server = createServer((request, response) => {
    answer(exchange, request, response).catch(() => response.destroy());
  });
  await listening(server, port, host);
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the server has no port");
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${address.port}`,
    close: () => closed(server),
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

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(exchange: Exchange, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const wire = await readRequest(request);
    await write(await exchange(wire, gone.signal), response, gone.signal);
  } catch (error) {
    breakConnection(response, error);
  }
}

async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers: WireHeaders = pairs(request.rawHeaders);
  return {
    method: request.method ?? "GET",
    url: `http://${request.headers.host ?? "localhost"}${request.url ?? "/"}`,
    headers,
    body: chunks.length === 0 ? null : Buffer.concat(chunks),
  };
}

function pairs(raw: readonly string[]): WireHeaders {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ""] as const] : []));
}

/** Sends the headers at once, so that the client sees a stall in the body as one. */
async function write(wire: WireResponse, response: ServerResponse, gone: AbortSignal): Promise<void> {
  const names = [...new Set(wire.headers.map(([name]) => name))];
  for (const name of names) {
    response.setHeader(
      name,
      wire.headers.filter(([other]) => other === name).map(([, value]) => value),
    );
  }
  response.statusCode = wire.status;
  response.flushHeaders();
  for await (const bytes of wire.chunks) {
    if (gone.aborted) return;
    await sent(response, bytes);
  }
  response.end();
}

/** Resolves when the bytes have been written to the socket, so that a break cannot overtake them. */
function sent(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.write(bytes, () => resolve());
  });
}

function breakConnection(response: ServerResponse, error: unknown): void {
  const { socket } = response;
  if (socket === null || socket.destroyed) return;
  const isClose = error instanceof TransportError && error.kind === "closed";
  if (isClose) socket.destroy();
  else socket.resetAndDestroy();
}
