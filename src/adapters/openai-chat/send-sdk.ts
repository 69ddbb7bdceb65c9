import type OpenAI from "openai";
import type { Send } from "../../chat/event.js";
import type { JsonObject } from "../../chat/json.js";
import type { ChatRequest } from "../../chat/request.js";
import type { Connection } from "../adapter.js";
import type { Read, SdkSpeech, StreamEnd, StreamFailure } from "../clients/sdk-speech.js";
import { sendBySdk } from "../clients/send-by-sdk.js";
import { type StreamState, startState } from "./decode/stream-state.js";
import { decodeCompletion } from "./decode.js";
import { failAs, failStream, finishStream, step } from "./decode-stream.js";
import { readResponse } from "./read-response.js";
import { encodeOrFail } from "./send/encode-or-fail.js";
import { readUnseen } from "./send/unseen.js";

/**
 * The official SDK: see {@link sendBySdk}. Comments and a missing `[DONE]`, which the SDK hides, are not reported.
 */
export function sendSdk(connection: Connection): Promise<Send<ChatRequest>> {
  return sendBySdk(connection, completions);
}

const completions: SdkSpeech<StreamState> = {
  encode: encodeOrFail,
  ask: async (client, body, options) => client.chat.completions.create(asBody(body), options),
  begin: startState,
  step,
  whole: decodeCompletion,
  isUnread: ({ started }) => !started,
  isFinished: ({ finish }) => finish !== null,
  finish,
  fail,
  read: readResponse,
  unseen: readUnseen,
};

/** The body goes out as encoded, whether or not the SDK's types allow it. */
function asBody(body: JsonObject) {
  return body as unknown as OpenAI.ChatCompletionCreateParams;
}

function finish(state: StreamState, end: StreamEnd): Read<StreamState> {
  if (end.kind === "broken") return finishStream(state, end);
  const { pending, isDone } = end;
  return finishStream({ ...state, done: isDone }, { kind: "eof", pending, seesAll: false });
}

function fail(state: StreamState, failure: StreamFailure): Read<StreamState> {
  switch (failure.kind) {
    case "found":
      return failAs(state, failure.failure);
    case "error":
      return failStream(state, { kind: "error", raw: JSON.stringify({ error: failure.error }), message: "" });
    case "protocol":
      return failStream(state, { kind: "protocol", raw: null, message: `a chunk is not JSON: ${failure.message}` });
  }
}
