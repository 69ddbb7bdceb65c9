import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { JsonObject } from "../../chat/json.js";
import { Stop, type StopSignal } from "../../chat/stop-signal.js";
import { admit } from "./admit.js";
import { complete } from "./complete.js";
import { createOccupancy, fullMessage, type Occupancy } from "./occupancy.js";
import { pageOf } from "./pages.js";
import { readJson } from "./read-json.js";
import type { Router } from "./router.js";
import { attachSocket } from "./socket.js";
import { refuseUnreadable } from "./unreadable.js";

/** A router that listens. */
export type RouterServer = {
  readonly url: string;
  /** Refuses further requests and lets those in progress end; after `graceMs` milliseconds, it closes their connections. */
  readonly drain: (graceMs: number) => Promise<void>;
};

/**
 * Serves OpenAI's chat API over HTTP/1.1 and WebSockets, at the address of the configuration. `current` gives the router for the next
 * request; it may change while requests are in progress, which keep theirs. `log` receives the router's own faults. Rejects if it
 * cannot listen at the address.
 *
 * @example
 * const server = await serveRouter(() => router, { log: console.error });
 * console.log(server.url);
 * process.once("SIGTERM", () => server.drain(10_000));
 */
export async function serveRouter(
  current: () => Router,
  { log }: { readonly log: (line: string) => void },
): Promise<RouterServer> {
  const { host, port, maxConnections, headersTimeoutMs, requestTimeoutMs } = current().config.serve;
  let draining = false;
  const isDraining = () => draining;
  const occupancy = createOccupancy();
  const timeouts = {
    headersTimeout: headersTimeoutMs,
    // Node would use the smaller of the two for both.
    requestTimeout: Math.max(requestTimeoutMs, headersTimeoutMs),
    connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs),
  };
  const server = createServer(timeouts, (request, response) => {
    // A request keeps its router, even if the configuration is reloaded meanwhile.
    const router = current();
    void handle(request, response, { router, occupancy, isDraining, log });
  });
  refuseUnreadable(server, log);
  const closeSockets = attachSocket(server, { current, isDraining, occupancy });
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  return {
    url: urlOf(server, host),
    drain: (graceMs) => {
      draining = true;
      closeSockets();
      return closeServer(server, graceMs);
    },
  };
}

type Handling = {
  readonly router: Router;
  readonly occupancy: Occupancy;
  readonly isDraining: () => boolean;
  readonly log: (line: string) => void;
};

async function handle(request: IncomingMessage, response: ServerResponse, handling: Handling): Promise<void> {
  const { router, occupancy, isDraining, log } = handling;
  const id = randomUUID();
  const startedMs = performance.now();
  const disconnected = new Stop();
  const path = routeOf(request);
  const out: Out = { response, headers: ["x-request-id", id, "x-content-type-options", "nosniff"] };
  response.on("close", () => {
    if (!response.writableFinished) disconnected.abort();
  });
  try {
    await answer(request, { router, occupancy, isDraining, log, out, path, id, signal: disconnected });
  } catch (error) {
    // A fault of the router: the log has its message, the client only learns that there was one.
    log(`${id} ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
    if (!response.headersSent)
      writeJson(out, 500, errorBody("the router itself failed", "server_error", "internal_error"));
    else response.destroy();
  }
  router.metrics.observe((performance.now() - startedMs) / 1000, { route: path });
  router.metrics.count("requests", {
    route: path,
    status: disconnected.aborted ? "aborted" : String(response.statusCode),
  });
}

/**
 * Where an answer is written. `headers`: its headers so far, names and values alternating, to be written with the status. Setting them
 * one by one would cost more than the rest of writing an answer (Node 20.20, 2026-11).
 */
type Out = { readonly response: ServerResponse; readonly headers: string[] };

type Answering = Handling & {
  readonly out: Out;
  /** The route; `other` for any other path. */
  readonly path: string;
  readonly id: string;
  readonly signal: StopSignal;
};

function answer(request: IncomingMessage, answering: Answering): Promise<void> | void {
  const { out, router, isDraining, path } = answering;
  const { serve } = router.config;
  addCorsHeaders(request, out, serve.allowedOrigins);
  const refusal = admit(request.headers, serve, { open: path === "/health" || path === "/ready" });
  if (refusal !== null) return refuse(out, refusal.status, refusal);
  if (request.method === "OPTIONS") return void writeHead(out, 204, []).end();
  if (path === "/v1/chat/completions") {
    if (request.method !== "POST") return refuseMethod(out, "POST");
    if (isDraining()) return refuse(out, 503, { message: "the router is shutting down", code: "draining" });
    return chat(request, answering);
  }
  if (request.method !== "GET" && request.method !== "HEAD") return refuseMethod(out, "GET");
  const page = pageOf(path, router, isDraining());
  if (page === null)
    return refuse(out, 404, { message: "there is nothing here; see /openapi.json", code: "not_found" });
  if (typeof page.body === "string") {
    writeHead(out, page.status, ["content-type", "text/plain; version=0.0.4; charset=utf-8"]).end(page.body);
    return;
  }
  writeJson(out, page.status, page.body);
}

async function chat(request: IncomingMessage, answering: Answering): Promise<void> {
  const { out, router, occupancy, id, signal } = answering;
  if (!occupancy.enter(router.config.serve.maxRequests)) {
    out.headers.push("retry-after", "1");
    return refuse(out, 503, { message: fullMessage, code: "overloaded" });
  }
  try {
    const read = await readJson(request, router.config.serve.maxBodyBytes);
    if ("fault" in read) {
      // The rest of the body is not read.
      out.headers.push("connection", "close");
      return refuse(out, read.fault.status, read.fault);
    }
    const answered = await complete(read.value, { router, id, signal });
    if (signal.aborted) return;
    for (const name of Object.keys(answered.headers)) out.headers.push(name, answered.headers[name] ?? "");
    if (answered.kind === "json") writeJson(out, answered.status, answered.body);
    else await writePieces(out, answered.pieces);
  } finally {
    occupancy.leave();
  }
}

async function writePieces(out: Out, pieces: AsyncIterable<string>): Promise<void> {
  const response = writeHead(out, 200, streamHeaders);
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await untilDrained(response);
  }
  response.end();
}

const streamHeaders = [
  ...["content-type", "text/event-stream; charset=utf-8"],
  ...["cache-control", "no-cache"],
  ...["x-accel-buffering", "no"],
];

/** Writes the status and all headers of an answer. */
function writeHead({ response, headers }: Out, status: number, added: readonly string[]): ServerResponse {
  return response.writeHead(status, [...headers, ...added]);
}

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

const routes = [
  "/",
  "/health",
  "/ready",
  "/routers",
  "/v1/models",
  "/metrics",
  "/openapi.json",
  "/v1/chat/completions",
];

/** The path without its query; `other` for a path that is not a route, so that clients cannot add labels to the metrics. */
function routeOf({ url = "/" }: IncomingMessage): string {
  const query = url.indexOf("?");
  const path = query === -1 ? url : url.slice(0, query);
  return routes.includes(path) ? path : "other";
}

const exposedHeaders =
  "x-request-id, x-llm-parity-model, x-llm-parity-reason, x-llm-parity-attempts, x-llm-parity-warnings, x-llm-parity-cost-usd";

function addCorsHeaders({ headers }: IncomingMessage, out: Out, allowed: readonly string[]): void {
  if (headers.origin === undefined || !allowed.includes(headers.origin)) return;
  out.headers.push("access-control-allow-origin", headers.origin);
  out.headers.push("access-control-allow-headers", "authorization, content-type");
  out.headers.push("access-control-expose-headers", exposedHeaders, "vary", "origin");
}

function refuseMethod(out: Out, allowed: string): void {
  out.headers.push("allow", allowed);
  refuse(out, 405, { message: `use ${allowed}`, code: "method_not_allowed" });
}

type Reason = { readonly message: string; readonly code: string };

function refuse(out: Out, status: number, { message, code }: Reason): void {
  if (status === 401) out.headers.push("www-authenticate", "Bearer");
  writeJson(out, status, errorBody(message, status === 401 ? "authentication_error" : "invalid_request_error", code));
}

function errorBody(message: string, type: string, code: string): JsonObject {
  return { error: { message, type, param: null, code } };
}

function writeJson(out: Out, status: number, body: JsonObject): void {
  const text = JSON.stringify(body);
  const length = String(Buffer.byteLength(text));
  writeHead(out, status, ["content-type", "application/json; charset=utf-8", "content-length", length]).end(text);
}

function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    // Keep-alive connections stay open after their last answer, waiting for a request that would be refused.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
