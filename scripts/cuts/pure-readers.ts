import { noAliases } from "../../src/adapters/adapter.js";
import * as messages from "../../src/adapters/anthropic-messages/decode/stream-state.js";
import * as messagesStream from "../../src/adapters/anthropic-messages/decode-stream.js";
import * as responses from "../../src/adapters/openai-responses/decode/stream-state.js";
import * as responsesStream from "../../src/adapters/openai-responses/decode-stream.js";
import type { ChatEvent } from "../../src/chat/event.js";
import type { JsonObject } from "../../src/chat/json.js";
import type { OpenEvent } from "../../src/wire/frames/sse.js";

/** What a reader remembers between two events. It never changes, so that one state can be ended in a thousand ways. */
export type Remembered = {
  readonly after: (event: JsonObject) => Remembered;
  /** The events of a body that ends here. */
  readonly end: (end: { readonly pending: boolean; readonly open: OpenEvent }) => readonly ChatEvent[];
};

const response = { status: 200, requestId: null, aliases: noAliases } as const;

function ofResponses(state: responses.StreamState): Remembered {
  return {
    after: (event) => ofResponses(responsesStream.step(state, event).state),
    end: (end) => responsesStream.finishStream(state, { kind: "eof", ...end }).events,
  };
}

function ofMessages(state: messages.StreamState): Remembered {
  return {
    after: (event) => ofMessages(messagesStream.step(state, event).state),
    end: (end) => messagesStream.finishStream(state, { kind: "eof", ...end }).events,
  };
}

/** The start of a stream of each dialect, by the name of its API. */
export const pureReaders: ReadonlyMap<string, () => Remembered> = new Map([
  ["responses", () => ofResponses(responses.startState(response))],
  ["messages", () => ofMessages(messages.startState(response))],
]);
