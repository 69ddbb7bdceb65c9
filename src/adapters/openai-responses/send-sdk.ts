import type OpenAI from "openai";
import type { Send } from "../../chat/event.js";
import type { JsonObject } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Connection } from "../adapter.js";
import type { Read, SdkSpeech, StreamEnd, StreamFailure } from "../clients/sdk-speech.js";
import { sendBySdk } from "../clients/send-by-sdk.js";
import { type StreamState, startState } from "./decode/stream-state.js";
import { decodeResponse } from "./decode.js";
import { failAs, failStream, finishStream, step } from "./decode-stream.js";
import { readResponse } from "./read-response.js";
import { encodeOrFail } from "./send/encode-or-fail.js";
import { readUnseen } from "./send/unseen.js";

/** The official SDK's `responses.create`: see {@link sendBySdk}. Comments, which the SDK hides, are not reported. */
export function sendSdk(connection: Connection): Promise<Send<ChatRequest>> {
  return sendBySdk(connection, responses);
}

const responses: SdkSpeech<StreamState> = {
  encode: encodeOrFail,
  ask: async (client, body, options) => client.responses.create(asBody(body), options),
  begin: startState,
  step,
  whole: (state, body) => decodeResponse(state, asSent(body)),
  isUnread: ({ started }) => !started,
  isFinished: ({ terminal }) => terminal !== null,
  finish,
  fail,
  read: readResponse,
  unseen: readUnseen,
};

/** The body goes out as encoded, whether or not the SDK's types allow it. */
function asBody(body: JsonObject) {
  return body as unknown as OpenAI.Responses.ResponseCreateParams;
}

/** Without the member that the SDK adds: all text of the output (openai 6.49, addOutputText). */
function asSent(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("output_text" in body)) return body;
  const { output_text: _, ...sent } = body;
  return sent;
}

function finish(state: StreamState, end: StreamEnd): Read<StreamState> {
  if (end.kind === "broken") return finishStream(state, end);
  return finishStream({ ...state, done: end.isDone }, { kind: "eof", pending: end.pending });
}

function fail(state: StreamState, failure: StreamFailure): Read<StreamState> {
  switch (failure.kind) {
    case "found":
      return failAs(state, failure.failure);
    case "error": {
      // The event as it was, but for the members beside its error, which the SDK does not keep.
      const { state: failed, events } = step(state, { type: "error", error: failure.error });
      const ended = finishStream(failed, { kind: "eof", pending: false });
      return { state: ended.state, events: [...events, ...ended.events] };
    }
    case "protocol":
      return failStream(state, { kind: "protocol", raw: null, message: `an event is not JSON: ${failure.message}` });
  }
}
