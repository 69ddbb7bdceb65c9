import {
  chunk,
  completion,
  converse,
  event,
  eventStream,
  exception,
  frame,
  frames,
  http,
  json,
  sse,
  streamed,
} from "../router-faults/answers.js";
import { bytes, well } from "../router-faults/ask-through.js";
import type { Connection } from "../support/raw-server.js";

/** What the services do at one request, on each API: the bytes, or all of them and then nothing more. */
export type Reply = { readonly [Api in keyof typeof well]: (connection: Connection) => void };

const [opening = "", half = "", , finish = "", usage = ""] = streamed;
const events = (...list: readonly string[]) => sse(list.map((data) => event(data)).join(""));

function reply(answers: { readonly [Api in keyof typeof well]: Uint8Array }): Reply {
  return {
    chat: bytes(answers.chat),
    "chat-stream": bytes(answers["chat-stream"]),
    converse: bytes(answers.converse),
    "converse-stream": bytes(answers["converse-stream"]),
  };
}

/** "The weather is fine." in two pieces. */
export const answers = reply(well);

const message = (content: object, finish_reason: string) => ({
  ...completion,
  choices: [{ index: 0, message: { role: "assistant", ...content }, finish_reason }],
});
const output = (content: readonly object[], stopReason: string) => ({
  ...converse,
  output: { message: { role: "assistant", content } },
  stopReason,
});

const args = '{"location": "Paris"}';
const called = (text: string) => ({
  id: "call_1",
  type: "function",
  function: { name: "get_weather", arguments: text },
});
const callFrames = (...pieces: readonly string[]) => [
  frame("contentBlockStart", {
    contentBlockIndex: 0,
    start: { toolUse: { toolUseId: "call_1", name: "get_weather" } },
  }),
  ...pieces.map((input) => frame("contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input } } })),
];
const callStart = chunk({ tool_calls: [{ index: 0, ...called(args.slice(0, 9)) }] });
const callRest = chunk({ tool_calls: [{ index: 0, function: { arguments: args.slice(9) } }] });

/** One call of the weather in Paris. */
export const calls = reply({
  chat: json(200, message({ content: null, tool_calls: [called(args)] }, "tool_calls")),
  "chat-stream": events(opening, callStart, callRest, chunk({}, "tool_calls"), usage, "[DONE]"),
  converse: json(
    200,
    output([{ toolUse: { toolUseId: "call_1", name: "get_weather", input: { location: "Paris" } } }], "tool_use"),
  ),
  "converse-stream": eventStream(
    frames.start,
    ...callFrames(args.slice(0, 9), args.slice(9)),
    frames.stop,
    frame("messageStop", { stopReason: "tool_use" }),
    frames.metadata,
  ),
});

/** The same on the wire, until the connection breaks inside the arguments. */
export const callCut = reply({
  ...{
    chat: shortOf(message({ content: null, tool_calls: [called(args)] }, "tool_calls")),
    converse: shortOf(converse),
  },
  "chat-stream": events(opening, callStart),
  "converse-stream": eventStream(frames.start, ...callFrames(args.slice(0, 9))),
});

function refusal(status: number, text: string, awsType: string): Reply {
  const chat = json(status, { error: { message: text, type: "invalid_request_error", param: null, code: null } });
  const aws = json(status, { message: text }, { "x-amzn-errortype": awsType });
  return reply({ chat, "chat-stream": chat, converse: aws, "converse-stream": aws });
}

export const refuses = refusal(400, "temperature is out of range", "ValidationException");
export const isBusy = refusal(429, "slow down", "ThrottlingException");

/** Half of a text, and then an error inside the stream. */
export const failsMidway = reply({
  ...{ chat: shortOf(completion), converse: shortOf(converse) },
  "chat-stream": events(opening, half, chunk({ content: "" }, "error", { error: { message: "no", code: 502 } })),
  "converse-stream": eventStream(frames.start, frames.half, exception("modelStreamErrorException", "no")),
});

/** Half of a text, and then the end of the connection. */
export const cut = reply({
  ...{ chat: shortOf(completion), converse: shortOf(converse) },
  "chat-stream": events(opening, half),
  "converse-stream": eventStream(frames.start, frames.half),
});

/** The start of a reply, and then the end of the connection. */
export const cutAtStart = reply({
  ...{ chat: shortOf(completion), converse: shortOf(converse) },
  "chat-stream": events(opening),
  "converse-stream": eventStream(frames.start),
});

/** Everything but a text: a normal end, with tokens counted. */
export const blank = reply({
  chat: json(200, message({ content: "" }, "stop")),
  "chat-stream": events(opening, finish, usage, "[DONE]"),
  converse: json(200, output([], "end_turn")),
  "converse-stream": eventStream(frames.start, frames.end, frames.metadata),
});

const thought = "I wonder about the weather.";

/** Reasoning, and then a normal end. */
export const onlyThinks = reply({
  chat: json(200, message({ content: "", reasoning_content: thought }, "stop")),
  "chat-stream": events(opening, chunk({ reasoning_content: thought }), finish, usage, "[DONE]"),
  converse: json(200, output([{ reasoningContent: { reasoningText: { text: thought } } }], "end_turn")),
  "converse-stream": eventStream(
    frames.start,
    frame("contentBlockDelta", { contentBlockIndex: 0, delta: { reasoningContent: { text: thought } } }),
    ...[frames.stop, frames.end, frames.metadata],
  ),
});

/** Half of a text, and then silence on an open connection; a whole reply does not even begin. */
export const waits: Reply = {
  ...{ chat: () => {}, converse: () => {} },
  "chat-stream": ({ socket }) => socket.write(events(opening, half)),
  "converse-stream": ({ socket }) => socket.write(eventStream(frames.start, frames.half)),
};

/** A body that breaks off in front of its end. */
function shortOf(value: unknown): Buffer {
  const text = JSON.stringify(value);
  return http(200, { "content-type": "application/json", "content-length": `${text.length + 100}` }, text);
}
