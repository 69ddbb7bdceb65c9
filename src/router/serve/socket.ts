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

/** Where the socket is. */
export const socketPath = "/v1/chat/ws";

/** At most this many requests are under way on one connection. */
const mostAtOnce = 16;

/**
 * Chat over a WebSocket, many requests a connection. A frame with `messages` is a chat completion request and is answered by chunks
 * (by SSE text, with the subprotocol `sse`); one with `message` is a question, answered by `{ content }` frames. Both end with
 * `{ done: true }`. An `id` comes back in every frame of its request, and `{ cancel: id }` ends it.
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
    for (const socket of sockets.clients) socket.close(1001, "the router is going down");
  };
}

type Serving = {
  readonly current: () => Router;
  readonly isDraining: () => boolean;
  readonly occupancy: Occupancy;
};

type Refused = { readonly status: string; readonly message: string };

/** The same checks as over HTTP: browsers send a page's origin here too, and no other protection there is. */
function refusalOf({ headers, url = "/" }: IncomingMessage, { config }: Router, isDraining: boolean): Refused | null {
  if (url.split("?")[0] !== socketPath) return { status: "404 Not Found", message: "the socket is at /v1/chat/ws" };
  if (isDraining) return { status: "503 Service Unavailable", message: "the router is going down" };
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
  /** What is under way, by its id. */
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

/** A client that does not answer a ping has gone without a word. */
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

/** `frame` null: it was no JSON object, or no text. */
function receive(frame: JsonObject | null, talk: Talk): void {
  const cancel = frame?.["cancel"];
  if (frame === null) send(talk, null, errorFrame("a frame must be a JSON object", null));
  else if (typeof cancel === "string") talk.running.get(cancel)?.abort();
  else begin(frame, talk);
}

function begin(frame: JsonObject, talk: Talk): void {
  const given = frame["id"];
  const id = typeof given === "string" && given !== "" ? given : null;
  const key = id ?? randomUUID();
  if (talk.running.has(key)) {
    // The one under way goes on, and ends with its own `done`.
    send(talk, id, errorFrame(`a request with the id ${key} is under way`, "id"));
    return;
  }
  if (talk.running.size >= mostAtOnce) {
    send(talk, id, errorFrame(`at most ${mostAtOnce} requests at once`, null));
    send(talk, id, { done: true });
    return;
  }
  if (!talk.occupancy.enter(talk.current().config.serve.maxRequests)) {
    send(talk, id, errorFrame(fullMessage, null));
    send(talk, id, { done: true });
    return;
  }
  const own = new Stop();
  talk.running.set(key, own);
  answer(frame, { talk, id, signal: own })
    .catch(() => send(talk, id, errorFrame("the router itself failed", null)))
    .finally(() => {
      talk.running.delete(key);
      talk.occupancy.leave();
      send(talk, id, own.aborted ? { done: true, cancelled: true } : { done: true });
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
    await drained(talk.socket, signal);
  }
}

/** A plain question gets texts and errors; a chat request gets every chunk. */
function sendChunk(chunk: JsonObject, isPlain: boolean, { talk, id }: Pick<Answering, "talk" | "id">): void {
  if (!isPlain || chunk["error"] !== undefined) {
    send(talk, id, chunk);
    return;
  }
  const content = textIn(chunk);
  if (content !== "") send(talk, id, { content });
}

/** With the subprotocol `sse` chunks go as text; what is no chunk is JSON in either. */
function send({ socket }: Talk, id: string | null, frame: JsonObject): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.send(JSON.stringify(id === null ? frame : { ...frame, request_id: id }));
}

/** A client that reads slowly is waited for: nothing piles up here. */
async function drained(socket: WebSocket, signal: StopSignal): Promise<void> {
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
