import type Anthropic from "@anthropic-ai/sdk";
import type { ChatEvent, Send } from "../../chat/event.js";
import { isJsonObject } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Connection } from "../adapter.js";
import type { Begun, Read, SdkSpeech, StreamEnd, StreamFailure } from "../clients/sdk-speech.js";
import { sendByDoor } from "../clients/send-by-sdk.js";
import { classifyException } from "../errors/classify.js";
import { closeReply } from "./decode/close-reply.js";
import { contextOf, type StreamState, startState } from "./decode/stream-state.js";
import { decode, decodeMessage } from "./decode.js";
import { finishStream, step } from "./decode-stream.js";
import { beginning, readResponse } from "./read-response.js";
import { encodeOrFail } from "./send/encode-or-fail.js";
import { anthropicDoor } from "./send/sdk-door.js";
import { readUnseen } from "./send/unseen.js";

/** The official SDK (`@anthropic-ai/sdk` 1): see {@link sendByDoor}. */
export function sendSdk(connection: Connection): Promise<Send<ChatRequest>> {
  const signs = connection.target.quirks.signsReasoning === true;
  return sendByDoor(connection, { ...messages, begin: (begun) => begin(begun, signs) }, anthropicDoor);
}

/** What our own client reads from the bytes, and the events that are still to come before it. */
type Reading = { readonly reply: StreamState; readonly opening: readonly ChatEvent[]; readonly ended: boolean };

const messages: Omit<SdkSpeech<Reading, Anthropic>, "begin"> = {
  encode: encodeOrFail,
  // `messages.create` does the same, and also prints its advice about a model to the terminal (1.14.0, read 2026-11-29).
  ask: (client, body, { signal }) => client.post("/v1/messages", { body, signal, stream: body["stream"] === true }),
  step: (state, event) => next(state, (reply) => step(reply, isJsonObject(event) ? event : {})),
  whole: ({ reply, opening }, body) => [
    ...opening,
    ...(isJsonObject(body) ? decodeMessage(reply, body) : decode(reply, JSON.stringify(body) ?? "")),
  ],
  isUnread: ({ opening }) => opening.length > 0,
  // What our own client finds in the same bytes counts, also after the terminal event.
  isFinished: () => false,
  finish,
  fail,
  read: readResponse,
  unseen: readUnseen,
};

function begin({ status, requestId, aliases, otherShape }: Begun, signs: boolean): Reading {
  const reply = startState({ status, requestId, aliases, signs });
  return { reply, opening: beginning(reply, otherShape), ended: false };
}

function next({ reply, opening }: Reading, read: (reply: StreamState) => Read<StreamState>): Read<Reading> {
  const after = read(reply);
  return {
    state: { reply: after.state, opening: [], ended: after.state.ended },
    events: [...opening, ...after.events],
  };
}

function finish(state: Reading, end: StreamEnd): Read<Reading> {
  return next(state, (reply) =>
    finishStream(reply, end.kind === "broken" ? end : { kind: "eof", pending: end.pending }),
  );
}

function fail(state: Reading, failure: StreamFailure): Read<Reading> {
  return next(state, (reply) => {
    if (failure.kind === "found") return closeReply(reply, failure.failure);
    const message = failure.kind === "protocol" ? `an event is not JSON: ${failure.message}` : "";
    const raw = failure.kind === "protocol" ? null : JSON.stringify(failure.error);
    return closeReply(reply, classifyException({ ...contextOf(reply), type: null, message, raw }));
  });
}
