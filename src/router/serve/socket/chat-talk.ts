import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import type { JsonObject } from "../../../chat/json.js";
import { Stop, type StopSignal } from "../../../chat/stop-signal.js";
import { warningsOf } from "../answer-headers.js";
import { chunksIn, eventsIn, textIn, warningsIn } from "../chunks-in.js";
import { complete } from "../complete.js";
import { graceOver } from "../grace.js";
import { draining, internalError, overloaded, refusalFor } from "../refusals.js";
import { type SocketId, socketIdIn } from "./socket-id.js";
import { closeForDrain, isCancelled, type OpenTalk, parsedMessage, type Serving, untilDrained } from "./talk.js";

/** The limit of concurrent requests on one connection. */
const maxConcurrent = 16;

/**
 * Serves chat, with concurrent requests on one connection. A frame with `messages` is a chat completion request, answered by chunks (as SSE
 * text with the subprotocol `sse`); a frame with `message` is a plain question, answered by `{ content }` frames. Both end with
 * `{ done: true }`, with the `warnings` that HTTP says in a header or a comment.
 *
 * The `id` of a request comes back as the `request_id` of every JSON frame that answers it. It is any JSON scalar, and comes back as it
 * was sent: a string, `true`, `false`, `null`, or a number with all its digits, beyond 2^53 too. A frame without `id` is answered
 * without `request_id`; an object or a list is an error frame. Requests in progress need different ids. `{ cancel: id }` ends the
 * request whose id has the same value (`1.0` is `1`, `"1"` is not); one that has ended already is passed over.
 */
export const openChatTalk: OpenTalk = (socket, serving) => {
  const talk: ChatTalk = { ...serving, socket, running: new Map() };
  return {
    receive: (text) => receive(text, talk),
    drain: () => closeIfIdle(talk),
    end: () => {
      for (const stop of talk.running.values()) stop.abort(graceOver);
    },
    leave: () => {
      for (const stop of talk.running.values()) stop.abort();
    },
  };
};

type ChatTalk = Serving & {
  readonly socket: WebSocket;
  /** The requests in progress, by the keys of their ids. */
  readonly running: Map<string, Stop>;
};

function closeIfIdle({ socket, running }: ChatTalk): void {
  if (running.size === 0) closeForDrain(socket);
}

/** `text` "": the message was not text. */
function receive(text: string, talk: ChatTalk): void {
  const frame = parsedMessage(text);
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

function start(frame: JsonObject, text: string, talk: ChatTalk): void {
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

type Running = Pick<Answering, "talk" | "id"> & { readonly stop: Stop };

function run(frame: JsonObject, { talk, id, stop }: Running): void {
  const warnings: string[] = [];
  answer(frame, { talk, id, signal: stop, warnings })
    .catch(() => send(talk, id, refusalFor(internalError).body))
    .finally(() => {
      talk.running.delete(id.key);
      talk.occupancy.leave();
      const cancelled = isCancelled(stop) ? { cancelled: true } : {};
      send(talk, id, { done: true, ...cancelled, ...(warnings.length === 0 ? {} : { warnings }) });
      if (talk.isDraining()) closeIfIdle(talk);
    });
}

/** Answers a request that is not started. */
function end(talk: ChatTalk, id: SocketId, error: JsonObject): void {
  send(talk, id, error);
  send(talk, id, { done: true });
}

type Answering = {
  readonly talk: ChatTalk;
  readonly id: SocketId;
  readonly signal: StopSignal;
  /** Collects what was not carried over. */
  readonly warnings: string[];
};

async function answer(frame: JsonObject, { talk, id, signal, warnings }: Answering): Promise<void> {
  const router = talk.current();
  const { id: _id, cancel: _cancel, message, ...rest } = frame;
  const isPlain = typeof message === "string";
  const body = isPlain ? { model: "auto", ...rest, messages: [{ role: "user", content: message }] } : rest;
  const answered = await complete({ ...body, stream: true }, { router, id: randomUUID(), signal, log: talk.log });
  warnings.push(...warningsOf(answered.headers));
  if (answered.kind === "json") return send(talk, id, answered.body);
  for await (const piece of answered.pieces) {
    if (isCancelled(signal)) return;
    warnings.push(...warningsIn(piece));
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
function send({ socket }: ChatTalk, { text }: SocketId, frame: JsonObject): void {
  if (socket.readyState !== socket.OPEN) return;
  const json = JSON.stringify(frame);
  // The id is put in as text, since a large number would lose digits otherwise.
  socket.send(text === null ? json : `${json.slice(0, -1)},"request_id":${text}}`);
}

function errorFrame(message: string, param: string | null): JsonObject {
  return { error: { message, type: "invalid_request_error", param, code: "invalid_request" } };
}
