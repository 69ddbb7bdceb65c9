import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import { Stop, type StopSignal } from "../../chat/stop-signal.js";
import { admit } from "./admit.js";
import { chunksIn, eventsIn, textIn } from "./chunks-in.js";
import { complete } from "./complete.js";
import { fullMessage, type Occupancy } from "./occupancy.js";
import type { Router } from "./router.js";

/** The path of the WebSocket. */
export const socketPath = "/v1/chat/ws";

/** The limit of concurrent requests on one connection. */
const maxConcurrent = 16;

/**
 * Serves chat over a WebSocket, with concurrent requests on one connection. A frame with `messages` is a chat completion request,
 * answered by chunks (as SSE text with the subprotocol `sse`); a frame with `message` is a plain question, answered by `{ content }`
 * frames. Both end with `{ done: true }`. The `id` of a request is the `request_id` of every JSON frame that answers it, and
 * `{ cancel: id }` ends it. Returns a function that closes all sockets.
 */
export function attachSocket(server: Server, serving: Serving): () => void {
  const { current, isDraining } = serving;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: current().config.serve.maxBodyBytes,
    handleProtocols: (offered) => (offered.has("sse") ? "sse" : false),
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request, current(), isDraining());
    if (refusal !== null) return refuse(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (opened) => converse(opened, serving));
  });
  return () => {
    for (const socket of sockets.clients) socket.close(1001, "the router is shutting down");
  };
}

type Serving = {
  readonly current: () => Router;
  readonly isDraining: () => boolean;
  readonly occupancy: Occupancy;
};

type Refused = { readonly status: string; readonly message: string };

/** The same checks as over HTTP. Browsers send a page's origin here too; a WebSocket has no other protection against other pages. */
function refusalOf({ headers, url = "/" }: IncomingMessage, { config }: Router, isDraining: boolean): Refused | null {
  if (url.split("?")[0] !== socketPath) return { status: "404 Not Found", message: "the socket is at /v1/chat/ws" };
  if (isDraining) return { status: "503 Service Unavailable", message: "the router is shutting down" };
  const refusal = admit(headers, config.serve);
  return refusal === null ? null : { status: `${refusal.status} Refused`, message: refusal.message };
}

function refuse(socket: Duplex, { status, message }: Refused): void {
  const body = JSON.stringify({ error: { message, type: "invalid_request_error", param: null, code: null } });
  const head = ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`, "connection: close"];
  socket.end(`HTTP/1.1 ${status}\r\n${head.join("\r\n")}\r\n\r\n${body}`);
}

type Talk = Pick<Serving, "current" | "occupancy"> & {
  readonly socket: WebSocket;
  /** The requests in progress, by id. */
  readonly running: Map<string, Stop>;
};

function converse(socket: WebSocket, { current, occupancy }: Serving): void {
  const talk: Talk = { socket, current, occupancy, running: new Map() };
  socket.on("message", (data, isBinary) => receive(isBinary ? null : parsed(data), talk));
  const stopPinging = keepAlive(socket);
  const leave = () => {
    stopPinging();
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

/** `frame` null: the message was not text, or not a JSON object. */
function receive(frame: JsonObject | null, talk: Talk): void {
  const cancel = frame?.["cancel"];
  if (frame === null) send(talk, null, errorFrame("a frame must be a JSON object", null));
  else if (typeof cancel === "string") talk.running.get(cancel)?.abort();
  else start(frame, talk);
}

function start(frame: JsonObject, talk: Talk): void {
  const given = frame["id"];
  const id = typeof given === "string" && given !== "" ? given : null;
  const key = id ?? randomUUID();
  if (talk.running.has(key)) {
    // The request in progress continues, and ends with its own `done`.
    send(talk, id, errorFrame(`a request with the id ${key} is in progress`, "id"));
    return;
  }
  if (talk.running.size >= maxConcurrent) {
    send(talk, id, errorFrame(`at most ${maxConcurrent} requests at once`, null));
    send(talk, id, { done: true });
    return;
  }
  if (!talk.occupancy.enter(talk.current().config.serve.maxRequests)) {
    send(talk, id, errorFrame(fullMessage, null));
    send(talk, id, { done: true });
    return;
  }
  const stop = new Stop();
  talk.running.set(key, stop);
  answer(frame, { talk, id, signal: stop })
    .catch(() => send(talk, id, errorFrame("the router itself failed", null)))
    .finally(() => {
      talk.running.delete(key);
      talk.occupancy.leave();
      send(talk, id, stop.aborted ? { done: true, cancelled: true } : { done: true });
    });
}

type Answering = { readonly talk: Talk; readonly id: string | null; readonly signal: StopSignal };

async function answer(frame: JsonObject, { talk, id, signal }: Answering): Promise<void> {
  const router = talk.current();
  const { id: _id, message, ...rest } = frame;
  const isPlain = typeof message === "string";
  const body = isPlain ? { ...rest, messages: [{ role: "user", content: message }] } : rest;
  const answered = await complete({ ...body, stream: true }, { router, id: randomUUID(), signal });
  if (answered.kind === "json") return send(talk, id, answered.body);
  for await (const piece of answered.pieces) {
    if (signal.aborted) return;
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
function send({ socket }: Talk, id: string | null, frame: JsonObject): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.send(JSON.stringify(id === null ? frame : { ...frame, request_id: id }));
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

function parsed(data: RawData): JsonObject | null {
  try {
    const value: JsonValue = JSON.parse(String(data));
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
