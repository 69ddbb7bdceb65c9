import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { responsesDoor } from "../../../adapters/openai-responses/server/door.js";
import type { JsonObject } from "../../../chat/json.js";
import { Stop } from "../../../chat/stop-signal.js";
import { warningsOf } from "../answer-headers.js";
import { dataIn, eventsIn, warningsIn } from "../chunks-in.js";
import { complete } from "../complete.js";
import { graceOver } from "../grace.js";
import { draining, internalError, overloaded, type Reason, refusalFor } from "../refusals.js";
import { Continuation } from "./continuation.js";
import { closeForDrain, isCancelled, type OpenTalk, parsedMessage, type Serving, untilDrained } from "./talk.js";

/** The limit of messages that wait for the one before them. */
const maxWaiting = 16;

/**
 * Serves Responses: a message `response.create` has the members of a request, and is answered by the events of a stream, a message each. One
 * is answered at a time, in the order in which they came. What is refused is an `error` message with its HTTP status (Open Responses
 * 2026-04-24, "WebSocket Transport"; OpenAI, guide "WebSocket mode", read 2026-11-29). The last response of the connection is kept while
 * it is open, so that `previous_response_id` can name it.
 */
export const openResponsesTalk: OpenTalk = (socket, serving) => new ResponsesTalk(socket, serving);

class ResponsesTalk {
  private readonly socket: WebSocket;
  private readonly serving: Serving;
  private readonly continuation = new Continuation();
  private waiting: string[] = [];
  /** The request that is answered now; null: none. */
  private running: Stop | null = null;

  constructor(socket: WebSocket, serving: Serving) {
    this.socket = socket;
    this.serving = serving;
  }

  receive(text: string): void {
    if (this.waiting.length >= maxWaiting) {
      this.refuse(refusalOf(`at most ${maxWaiting} messages may wait for the one before them`, null));
      return;
    }
    this.waiting.push(text);
    if (this.running === null) this.takeNext();
  }

  drain(): void {
    if (this.running === null) closeForDrain(this.socket);
  }

  end(): void {
    this.waiting = [];
    this.running?.abort(graceOver);
  }

  leave(): void {
    this.waiting = [];
    this.running?.abort();
  }

  private takeNext(): void {
    const text = this.waiting.shift();
    if (text === undefined) {
      if (this.serving.isDraining()) closeForDrain(this.socket);
      return;
    }
    const stop = new Stop();
    this.running = stop;
    this.answer(text, stop)
      .catch((error: unknown) => {
        this.serving.log(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
        this.refuse(internalError);
      })
      .finally(() => {
        this.running = null;
        this.takeNext();
      });
  }

  private async answer(text: string, stop: Stop): Promise<void> {
    const { serving } = this;
    const { maxBodyBytes, maxRequests } = serving.current().config.serve;
    const message = parsedMessage(text);
    const fault = faultIn(message);
    if (message === null || fault !== null) return this.refuse(fault ?? notCreate);
    if (serving.isDraining()) return this.refuse(draining);
    const { type: _type, stream: _stream, generate: _generate, ...asked } = message;
    const continued = this.continuation.asked(asked, text.length);
    if (continued.sizeBytes > maxBodyBytes) return this.refuse(tooLong(maxBodyBytes));
    const entered = serving.occupancy.enter(maxRequests);
    if (!(entered instanceof Promise ? await entered : entered)) return this.refuse(overloaded);
    try {
      this.continuation.ended(continued, await this.respond(continued.body, stop));
    } finally {
      serving.occupancy.leave();
    }
  }

  /** Gives the last event, as JSON; null: none was sent. */
  private async respond(body: JsonObject, stop: Stop): Promise<string | null> {
    const { current, log } = this.serving;
    const surroundings = { router: current(), door: responsesDoor, id: randomUUID(), signal: stop, log };
    const answered = await complete({ ...body, stream: true }, surroundings);
    const warnings = [...warningsOf(answered.headers)];
    if (answered.kind === "json") {
      const refused = { type: "error", status: answered.status, ...answered.body };
      this.send(withWarnings(JSON.stringify(refused), warnings));
      return null;
    }
    let last: string | null = null;
    for await (const piece of answered.pieces) {
      if (isCancelled(stop)) return null;
      warnings.push(...warningsIn(piece));
      for (const data of eventsIn(piece).flatMap(dataIn)) {
        this.send(terminal.test(data) ? withWarnings(data, warnings) : data);
        last = data;
      }
      await untilDrained(this.socket, stop);
    }
    return last;
  }

  private refuse(reason: Reason): void {
    this.send(JSON.stringify({ type: "error", status: reason.status, ...refusalFor(reason).body }));
  }

  private send(text: string): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(text);
  }
}

const terminal = /^\{"type":"response\.(?:completed|incomplete|failed)"/;

/** The last message of a response, with what was not carried over. Clients refuse a kind of event that they do not know, and pass over a member. */
function withWarnings(json: string, warnings: readonly string[]): string {
  return warnings.length === 0 ? json : `${json.slice(0, -1)},"llm_parity_warnings":${JSON.stringify(warnings)}}`;
}

/** Why a message begins no response; null: it may. */
function faultIn(message: JsonObject | null): Reason | null {
  if (message === null || message["type"] !== "response.create") return notCreate;
  const { stream, generate, stream_id: streamId } = message;
  if (stream !== undefined && stream !== null && stream !== true)
    return refusalOf("'stream' must be true on a socket, or left out: every response is a stream of events", "stream");
  if (generate !== undefined && generate !== null && generate !== true)
    return refusalOf(
      "'generate' must be true, or left out: this router prepares nothing before a response",
      "generate",
    );
  if (streamId !== undefined && streamId !== null)
    return refusalOf(
      "'stream_id' is not supported: one response is made at a time, open another connection",
      "stream_id",
    );
  return null;
}

function refusalOf(message: string, param: string | null): Reason {
  return { status: 400, code: "invalid_request", message, param };
}

const notCreate = refusalOf('a message must be a JSON object with the type "response.create"', "type");

function tooLong(maxBytes: number): Reason {
  const message = `the conversation is longer than ${maxBytes} bytes: send a shorter 'input' without 'previous_response_id'`;
  return { status: 413, code: "body_too_large", message, param: "previous_response_id" };
}
