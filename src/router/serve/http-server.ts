import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Stop, type StopSignal } from "../../chat/stop-signal.js";
import { admit } from "./admit.js";
import { clientFormOf } from "./client-forms.js";
import { type Answer, complete } from "./complete.js";
import { countAnswer } from "./count-answer.js";
import { type Call, callAt, doorOf, type ServedDoor, servedAtSocket } from "./doors.js";
import { endsByGrace, graceOver } from "./grace.js";
import { closeServer } from "./http-server/close-server.js";
import { addCorsHeaders } from "./http-server/cors.js";
import { KeepAlive, type Watched } from "./http-server/keep-alive.js";
import { limitConnections } from "./http-server/limit-connections.js";
import { type Out, refuse, writeHead, writeJson } from "./http-server/out.js";
import { readJson } from "./http-server/read-json.js";
import { Ring } from "./http-server/ring.js";
import { refuseUnreadable } from "./http-server/unreadable.js";
import { writePieces } from "./http-server/write-pieces.js";
import { createOccupancy, type Occupancy } from "./occupancy.js";
import { pageOf } from "./pages.js";
import { draining as drainingReason, internalError, overloaded } from "./refusals.js";
import type { Router } from "./router.js";
import { allowedBy, nothingAt, pathOf, routeOf } from "./routes.js";
import { attachSocket } from "./socket.js";

/** A router that listens. */
export type RouterServer = {
  readonly url: string;
  /** Refuses further requests and lets those in progress end; after `graceMs` milliseconds, it closes their connections. */
  readonly drain: (graceMs: number) => Promise<void>;
};

/** What counts against the limits of the file. `connections` null: Node counts those of this server. */
type ServerLimits = { readonly requests: Occupancy; readonly connections: Occupancy | null };

function ownLimits(): ServerLimits {
  return { requests: createOccupancy(), connections: null };
}

/**
 * Serves the APIs of `doors.ts` over HTTP/1.1, and chat over WebSockets, at the address of the configuration. `current` gives the router
 * for the next request; it may change while requests are in progress, which keep theirs. `log` receives the router's own faults.
 * `limits`: what counts its requests and connections; default: this process alone. Rejects if it cannot listen at the address.
 *
 * @example
 * const server = await serveRouter(() => router, { log: console.error });
 * console.log(server.url);
 * process.once("SIGTERM", () => server.drain(10_000));
 */
export async function serveRouter(
  current: () => Router,
  { log, limits = ownLimits() }: { readonly log: (line: string) => void; readonly limits?: ServerLimits },
): Promise<RouterServer> {
  const { host, port, maxConnections, headersTimeoutMs, requestTimeoutMs } = current().config.serve;
  let draining = false;
  const isDraining = () => draining;
  const { requests: occupancy, connections } = limits;
  const keepAlive = new KeepAlive();
  const underWay = new Ring();
  const timeouts = {
    headersTimeout: headersTimeoutMs,
    // Node would use the smaller of the two for both.
    requestTimeout: Math.max(requestTimeoutMs, headersTimeoutMs),
    connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs),
  };
  const server = createServer(timeouts, (request, response) => {
    // A request keeps its router, even if the configuration is reloaded meanwhile.
    const router = current();
    void handle(request, response, { router, occupancy, isDraining, log, keepAlive, underWay });
  });
  refuseUnreadable(server, log);
  const sockets = attachSocket(server, { current, isDraining, occupancy, log });
  if (connections === null) server.maxConnections = maxConnections;
  else limitConnections(server, connections, maxConnections);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  return {
    url: urlOf(server, host),
    drain: (graceMs) => {
      draining = true;
      sockets.drain();
      return closeServer(server, graceMs, {
        end: () => {
          endAll(underWay);
          sockets.end();
        },
        isDone: () => underWay.isEmpty() && sockets.isDone(),
        cut: () => {
          sockets.cut();
          server.closeAllConnections();
        },
      });
    },
  };
}

type Handling = {
  readonly router: Router;
  readonly occupancy: Occupancy;
  readonly isDraining: () => boolean;
  readonly log: (line: string) => void;
  readonly keepAlive: KeepAlive;
  /** The calls that are under way. */
  readonly underWay: Ring;
};

/** A call that is under way. */
class Request extends Ring {
  readonly out: Out;
  readonly signal = new Stop();
  /** Whether its body has not arrived yet. */
  isReading = false;
  /** Null: its client is not waiting for a stream. */
  watched: Watched | null = null;

  constructor(out: Out) {
    super();
    this.out = out;
  }
}

/** Ends the requests that are under way, because the grace is over. */
function endAll(underWay: Ring): void {
  const all: Request[] = [];
  for (let one = underWay.next; one instanceof Request; one = one.next) all.push(one);
  for (const { signal, out, isReading } of all) {
    signal.abort(graceOver);
    if (isReading) refuse(out, drainingReason);
  }
}

async function handle(request: IncomingMessage, response: ServerResponse, handling: Handling): Promise<void> {
  const { router, occupancy, isDraining, log, keepAlive, underWay } = handling;
  const id = randomUUID();
  const startedMs = performance.now();
  const path = pathOf(request.url ?? "/");
  const route = routeOf(path);
  const label = route?.path ?? "other";
  const called = callAt(path);
  const served = doorOf(path, request.headers);
  const { door, idHeader } = served;
  const form = clientFormOf(request.headers["user-agent"], door);
  const headers = ["x-request-id", id, "x-content-type-options", "nosniff"];
  if (idHeader !== null) headers.push(idHeader, id);
  const out: Out = { response, door, id, form, headers };
  const own = new Request(out);
  const { signal } = own;
  response.on("close", () => {
    own.remove();
    if (!response.writableFinished) signal.abort();
  });
  try {
    await answer(request, {
      router,
      occupancy,
      isDraining,
      log,
      keepAlive,
      underWay,
      out,
      path,
      route,
      called,
      served,
      id,
      own,
      signal,
    });
  } catch (error) {
    // A fault of the router: the log has its message, the client only learns that there was one.
    log(`${id} ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
    if (!response.headersSent) refuse(out, internalError);
    else response.destroy();
  }
  router.metrics.observe((performance.now() - startedMs) / 1000, { route: label });
  router.metrics.count("requests", {
    route: label,
    status: signal.aborted && !endsByGrace(signal) ? "aborted" : String(response.statusCode),
  });
}

type Answering = Handling & {
  readonly out: Out;
  readonly path: string;
  /** Null: the path is not served. */
  readonly route: ReturnType<typeof routeOf>;
  /** What is posted to the path; null: nothing. */
  readonly called: Call | null;
  /** The API in whose form the client gets errors and models. */
  readonly served: ServedDoor;
  readonly id: string;
  readonly own: Request;
  readonly signal: StopSignal;
};

function answer(request: IncomingMessage, answering: Answering): Promise<void> | void {
  const { out, router, isDraining, path, route, called, served } = answering;
  const { method = "GET" } = request;
  const { serve } = router.config;
  const isAsking = addCorsHeaders(request, out.headers, serve.allowedOrigins);
  const refusal = admit(request.headers, serve, { open: isAsking || path === "/health" || path === "/ready" });
  if (refusal !== null) return refuse(out, refusal);
  if (route === null) return refuse(out, { status: 404, message: nothingAt(path), code: "not_found" });
  if (method === "OPTIONS") return void writeHead(out, 204, ["allow", allowedBy(route)]).end();
  if (!route.methods.some((one) => one === method || (one === "GET" && method === "HEAD"))) {
    out.headers.push("allow", allowedBy(route));
    return refuse(out, { status: 405, message: `use ${route.methods.join(" or ")}`, code: "method_not_allowed" });
  }
  if (called !== null) return isDraining() ? refuse(out, drainingReason) : call(request, called, answering);
  if (servedAtSocket(path) !== null) {
    out.headers.push("upgrade", "websocket", "connection", "upgrade");
    return refuse(out, {
      status: 426,
      message: "this path is a WebSocket: connect to it by ws://",
      code: "upgrade_required",
    });
  }
  const page = pageOf(path, router, { isDraining: isDraining(), models: served.models });
  if ("refused" in page) return refuse(out, page.refused);
  if (page.body instanceof Promise) return page.body.then((text) => writeMetrics(out, text));
  if (typeof page.body === "string") return writeMetrics(out, page.body);
  writeJson(out, page.status, page.body);
}

function writeMetrics(out: Out, text: string): void {
  writeHead(out, 200, ["content-type", "text/plain; version=0.0.4; charset=utf-8"]).end(text);
}

async function call(request: IncomingMessage, { served, count }: Call, answering: Answering): Promise<void> {
  const { out, router, occupancy, underWay, own, keepAlive, id, signal, log } = answering;
  const entered = occupancy.enter(router.config.serve.maxRequests);
  if (!(entered instanceof Promise ? await entered : entered)) return refuse(out, overloaded);
  underWay.insert(own);
  own.isReading = true;
  try {
    // It may have left while other processes were asked.
    if (signal.aborted) return;
    const read = await readJson(request, router.config.serve.maxBodyBytes);
    own.isReading = false;
    if (out.response.headersSent) return;
    if ("fault" in read) {
      // The rest of the body is not read.
      out.headers.push("connection", "close");
      return refuse(out, read.fault);
    }
    const patience = <Result>(work: Promise<Result>) => {
      own.watched = keepAlive.watch(router.config.serve.keepAliveMs);
      return own.watched.outlasts(work);
    };
    const { headers } = request;
    const { door } = served;
    const answered =
      count === null
        ? await complete(read.value, { router, door, headers, id, signal, log, patience })
        : await countAnswer(read.value, count, { router, door, headers, id, signal });
    await write(answered, answering);
  } finally {
    own.watched?.end();
    occupancy.leave();
  }
}

function write(answered: Answer, { out, own, signal }: Answering): Promise<void> | void {
  const isOver = endsByGrace(signal);
  if (signal.aborted && !isOver) return;
  if (isOver && answered.kind === "json") return refuse(out, drainingReason);
  for (const name of Object.keys(answered.headers)) out.headers.push(name, answered.headers[name] ?? "");
  if (answered.kind === "json") return writeJson(out, answered.status, answered.body);
  return writePieces(out, out.form === null ? answered.pieces : out.form.pieces(answered.pieces), own.watched);
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
