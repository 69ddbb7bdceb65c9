import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { admit } from "./admit.js";
import { doorOf, type ServedDoor, servedAtSocket, socketPaths } from "./doors.js";
import { draining, type Reason, rawRefusal } from "./refusals.js";
import type { Router } from "./router.js";
import { pathOf } from "./routes.js";
import { openChatTalk } from "./socket/chat-talk.js";
import { openResponsesTalk } from "./socket/responses-talk.js";
import type { OpenTalk, Serving, Talk } from "./socket/talk.js";

/** How the sockets of an API talk. */
const talksOf: { readonly [Api in NonNullable<ServedDoor["socket"]>["api"]]: OpenTalk } = {
  chat: openChatTalk,
  responses: openResponsesTalk,
};

/** Serves the APIs that have a WebSocket. Returns what closes the sockets. */
export function attachSocket(server: Server, serving: Serving): Sockets {
  const { current, isDraining } = serving;
  const talks = new Set<Talk>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: current().config.serve.maxBodyBytes,
    handleProtocols: (offered, { url = "/" }) => {
      const known = servedAtSocket(pathOf(url))?.protocols;
      return [...offered].find((one) => known?.test(one) === true) ?? false;
    },
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, current(), isDraining());
    const served = servedAtSocket(pathOf(request.url ?? "/"));
    if (refusal !== null || served === null) return refuse(socket, refusal ?? noUpgrade, request);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      converse(opened, talksOf[served.api](opened, serving), talks);
    });
  });
  return {
    drain: () => {
      for (const talk of talks) talk.drain();
    },
    end: () => {
      for (const talk of talks) talk.end();
    },
    isDone: () => talks.size === 0,
    cut: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

/**
 * `drain`: closes each socket once its requests have ended. `end`: ends them with an error. `isDone`: all sockets are closed. `cut`: closes
 * them without a farewell.
 */
type Sockets = {
  readonly drain: () => void;
  readonly end: () => void;
  readonly isDone: () => boolean;
  readonly cut: () => void;
};

/** The same checks as over HTTP. Browsers send a page's origin here too; a WebSocket has no other protection against other pages. */
function refusalOf({ headers, url = "/" }: IncomingMessage, { config }: Router, isDraining: boolean): Reason | null {
  const refusal = admit(headers, config.serve);
  if (refusal !== null) return refusal;
  if ((headers.upgrade ?? "").toLowerCase() !== "websocket") return noUpgrade;
  const path = pathOf(url);
  if (servedAtSocket(path) === null) {
    return {
      status: 404,
      code: "not_found",
      message: `there is nothing at ${shown(path)}: the sockets are at ${socketPaths.join(" and ")}`,
    };
  }
  return isDraining ? draining : null;
}

/** Java's HttpClient asks for HTTP/2 this way unless its version is set (JDK 21 documentation, read 2026-11-28). */
const noUpgrade: Reason = {
  status: 400,
  code: "upgrade_unsupported",
  message: "this server speaks HTTP/1.1 only: send the request without the header Upgrade (in Java: Version.HTTP_1_1)",
};

function shown(path: string): string {
  return path.length > 100 ? `${path.slice(0, 100)}…` : path;
}

function refuse(socket: Duplex, reason: Reason, { url = "/", headers }: IncomingMessage): void {
  const { door } = doorOf(pathOf(url), headers);
  socket.end(rawRefusal(reason, STATUS_CODES[reason.status] ?? "Refused", door));
}

function converse(socket: WebSocket, talk: Talk, talks: Set<Talk>): void {
  talks.add(talk);
  socket.on("message", (data, isBinary) => talk.receive(isBinary ? "" : String(data)));
  const stopPinging = keepAlive(socket);
  const leave = () => {
    stopPinging();
    talks.delete(talk);
    talk.leave();
  };
  socket.on("close", leave);
  socket.on("error", leave);
}

/** Pings the client every 60 seconds, and ends the connection if the last ping was not answered. Returns a function that stops it. */
function keepAlive(socket: WebSocket): () => void {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) socket.terminate();
    isAlive = false;
    socket.ping();
  }, 60_000);
  timer.unref();
  return () => clearInterval(timer);
}
