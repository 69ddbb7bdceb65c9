import { randomUUID } from "node:crypto";
import { type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { Stop, type StopSignal } from "../../chat/stop-signal.js";
import { admit } from "./admit.js";
import { chunksIn, eventsIn, textIn } from "./chunks-in.js";
import { complete } from "./complete.js";
import { doorOf } from "./doors.js";
import { endsByGrace, graceOver } from "./grace.js";
import type { Occupancy } from "./occupancy.js";
import { draining, internalError, overloaded, type Reason, rawRefusal, refusalFor } from "./refusals.js";
import type { Router } from "./router.js";
import { pathOf, socketPath } from "./routes.js";
import { type SocketId, socketIdIn } from "./socket/socket-id.js";

/** The limit of concurrent requests on one connection. */
const maxConcurrent = 16;

/**
 * Serves chat over a WebSocket, with concurrent requests on one connection. A frame with `messages` is a chat completion request,
 * answered by chunks (as SSE text with the subprotocol `sse`); a frame with `message` is a plain question, answered by `{ content }`
 * frames. Both end with `{ done: true }`.
 *
 * The `id` of a request comes back as the `request_id` of every JSON frame that answers it. It is any JSON scalar, and comes back as it
 * was sent: a string, `true`, `false`, `null`, or a number with all its digits, beyond 2^53 too. A frame without `id` is answered
 * without `request_id`; an object or a list is an error frame. Requests in progress need different ids. `{ cancel: id }` ends the
 * request whose id has the same value (`1.0` is `1`, `"1"` is not); one that has ended already is passed over. Returns what closes the
 * sockets.
 */
export function attachSocket(server: Server, serving: Serving): Sockets {
  const { current, isDraining } = serving;
  const talks = new Set<Talk>();
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: current().config.serve.maxBodyBytes,
    handleProtocols: (offered) => (offered.has("sse") ? "sse" : false),
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, current(), isDraining());
    if (refusal !== null) return refuse(socket, refusal, request);
    sockets.handleUpgrade(request, socket, head, (opened) => converse(opened, serving, talks));
  });
  return {
    drain: () => {
      for (const talk of talks) closeIfIdle(talk);
    },
    end: () => {
      for (const { running } of talks) for (const stop of running.values()) stop.abort(graceOver);
    },
    isDone: () => talks.size === 0,
    cut: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

/**
 * `drain`: closes each socket once its requests have ended. `end`: ends them with an error frame. `isDone`: all sockets are closed.
 * `cut`: closes them without a farewell.
 */
type Sockets = {
  readonly drain: () => void;
  readonly end: () => void;
  readonly isDone: () => boolean;
  readonly cut: () => void;
};

function closeIfIdle({ socket, running }: Talk): void {
  if (running.size === 0) socket.close(1001, "the router is shutting down");
}

type Serving = {
  readonly current: () => Router;
  readonly isDraining: () => boolean;
  readonly occupancy: Occupancy;
  readonly log: (line: string) => void;
};

/** The same checks as over HTTP. Browsers send a page's origin here too; a WebSocket has no other protection against other pages. */
function refusalOf({ headers, url = "/" }: IncomingMessage, { config }: Router, isDraining: boolean): Reason | null {
  const refusal = admit(headers, config.serve);
  if (refusal !== null) return refusal;
  if ((headers.upgrade ?? "").toLowerCase() !== "websocket") return noUpgrade;
  const path = pathOf(url);
  if (path !== socketPath) {
    return {
      status: 404,
      code: "not_found",
      message: `there is nothing at ${shown(path)}: the socket is at ${socketPath}`,
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

type Talk = Serving & {
  readonly socket: WebSocket;
  /** The requests in progress, by the keys of their ids. */
  readonly running: Map<string, Stop>;
};

function converse(socket: WebSocket, serving: Serving, talks: Set<Talk>): void {
  const talk: Talk = { ...serving, socket, running: new Map() };
  talks.add(talk);
  socket.on("message", (data, isBinary) => receive(isBinary ? "" : String(data), talk));
  const stopPinging = keepAlive(socket);
  const leave = () => {
    stopPinging();
    talks.delete(talk);
    for (const one of talk.running.values()) one.abort();
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

/** `text` "": the message was not text. */
function receive(text: string, talk: Talk): void {
  const frame = parsed(text);
  if (frame === null) {
    send(talk, none, errorFrame("a frame must be a JSON object", null));
    return;
  }
  // Some clients write every member that they know into each frame, and leave those that they do not use null or false.
  const isUnused = frame["cancel"] === null || frame["cancel"] === false;
  const isRequest = isUnused && ("messages" in frame || "message" in frame);
  const cancel = isRequest ? null : socketIdIn(frame, text, "cancel");
  if (cancel === null) start(frame, text, talk);
  else if ("fault" in cancel) send(talk, none, errorFrame(cancel.fault, "cancel"));
  else talk.running.get(cancel.key)?.abort();
}

/** What a request has that sent no id. */
const none: SocketId = { text: null, key: "" };

function start(frame: JsonObject, text: string, talk: Talk): void {
  const id = socketIdIn(frame, text, "id") ?? { text: null, key: randomUUID() };
  if ("fault" in id) {
    end(talk, none, errorFrame(id.fault, "id"));
    return;
  }
  if (talk.isDraining()) {
    end(talk, id, refusalFor(draining).body);
    return;
  }
  if (talk.running.has(id.key)) {
    // The request in progress continues, and ends with its own `done`.
    send(talk, id, errorFrame(`a request with the id ${id.text} is in progress`, "id"));
    return;
  }
  if (talk.running.size >= maxConcurrent) {
    end(talk, id, errorFrame(`at most ${maxConcurrent} requests at once`, null));
    return;
  }
  const stop = new Stop();
  talk.running.set(id.key, stop);
  const admit = (isIn: boolean) => {
    if (isIn) return run(frame, { talk, id, stop });
    talk.running.delete(id.key);
    end(talk, id, refusalFor(overloaded).body);
    if (talk.isDraining()) closeIfIdle(talk);
  };
  const entered = talk.occupancy.enter(talk.current().config.serve.maxRequests);
  if (entered instanceof Promise) void entered.then(admit);
  else admit(entered);
}

function run(frame: JsonObject, { talk, id, stop }: Pick<Answering, "talk" | "id"> & { readonly stop: Stop }): void {
  answer(frame, { talk, id, signal: stop })
    .catch(() => send(talk, id, refusalFor(internalError).body))
    .finally(() => {
      talk.running.delete(id.key);
      talk.occupancy.leave();
      send(talk, id, isCancelled(stop) ? { done: true, cancelled: true } : { done: true });
      if (talk.isDraining()) closeIfIdle(talk);
    });
}

/** Whether the client has cancelled a request, or has left. */
function isCancelled(signal: StopSignal): boolean {
  return signal.aborted && !endsByGrace(signal);
}

/** Answers a request that is not started. */
function end(talk: Talk, id: SocketId, error: JsonObject): void {
  send(talk, id, error);
  send(talk, id, { done: true });
}

type Answering = { readonly talk: Talk; readonly id: SocketId; readonly signal: StopSignal };

async function answer(frame: JsonObject, { talk, id, signal }: Answering): Promise<void> {
  const router = talk.current();
  const { id: _id, cancel: _cancel, message, ...rest } = frame;
  const isPlain = typeof message === "string";
  const body = isPlain ? { ...rest, messages: [{ role: "user", content: message }] } : rest;
  const answered = await complete({ ...body, stream: true }, { router, id: randomUUID(), signal, log: talk.log });
  if (answered.kind === "json") return send(talk, id, answered.body);
  for await (const piece of answered.pieces) {
    if (isCancelled(signal)) return;
    if (talk.socket.protocol === "sse") for (const event of eventsIn(piece)) talk.socket.send(event);
    else for (const chunk of chunksIn(piece)) sendChunk(chunk, isPlain, { talk, id });
    await untilDrained(talk.socket, signal);
  }
}

/** Sends texts and errors for a plain question, and every chunk for a chat request. */
function sendChunk(chunk: JsonObject, isPlain: boolean, { talk, id }: Pick<Answering, "talk" | "id">): void {
  if (!isPlain || chunk["error"] !== undefined) {
    send(talk, id, chunk);
    return;
  }
  const content = textIn(chunk);
  if (content !== "") send(talk, id, { content });
}

/** Sends a JSON frame. With the subprotocol `sse`, chunks are sent as text instead; all other frames are JSON in both. */
function send({ socket }: Talk, { text }: SocketId, frame: JsonObject): void {
  if (socket.readyState !== socket.OPEN) return;
  const json = JSON.stringify(frame);
  // The id is put in as text, since a large number would lose digits otherwise.
  socket.send(text === null ? json : `${json.slice(0, -1)},"request_id":${text}}`);
}

/** Waits for a client that reads slowly, so that no more than 1 MiB piles up here. */
async function untilDrained(socket: WebSocket, signal: StopSignal): Promise<void> {
  while (socket.bufferedAmount > 1024 * 1024 && socket.readyState === socket.OPEN && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function errorFrame(message: string, param: string | null): JsonObject {
  return { error: { message, type: "invalid_request_error", param, code: "invalid_request" } };
}

function parsed(text: string): JsonObject | null {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
