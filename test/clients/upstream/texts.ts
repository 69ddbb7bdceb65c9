import {
  chunk,
  completion,
  converse,
  eventStream,
  exception,
  frame,
  frames,
  json,
  streamed,
} from "../../router-faults/answers.js";
import { well } from "../../router-faults/ask-through.js";
import { events, message, output, type Reply, reply, shortOf } from "./reply.js";

const [opening = "", half = "", rest = "", finish = "", usage = ""] = streamed;
const thought = "I wonder about the weather.";
const thinks = chunk({ reasoning_content: thought });
const reasoning = { reasoningContent: { reasoningText: { text: thought } } };
const reasoningFrames = [
  frame("contentBlockDelta", { contentBlockIndex: 0, delta: { reasoningContent: { text: thought } } }),
  frame("contentBlockStop", { contentBlockIndex: 0 }),
];

/** "The weather is fine." in two pieces. */
export const answers = reply(well);

/** Reasoning, and then the same. */
export const thinksAndAnswers = reply({
  chat: json(200, message({ content: "The weather is fine.", reasoning_content: thought }, "stop")),
  "chat-stream": events(opening, thinks, half, rest, finish, usage, "[DONE]"),
  converse: json(200, output([reasoning, { text: "The weather is fine." }], "end_turn")),
  "converse-stream": eventStream(
    ...[frames.start, ...reasoningFrames],
    frame("contentBlockDelta", { contentBlockIndex: 1, delta: { text: "The weather is fine." } }),
    ...[frame("contentBlockStop", { contentBlockIndex: 1 }), frames.end, frames.metadata],
  ),
});

/** "The weat", and the limit of tokens. */
export const reachesItsLimit = reply({
  chat: json(200, message({ content: "The weat" }, "length")),
  "chat-stream": events(opening, half, chunk({}, "length"), usage, "[DONE]"),
  converse: json(200, output([{ text: "The weat" }], "max_tokens")),
  "converse-stream": eventStream(
    ...[frames.start, frames.half, frames.stop],
    ...[frame("messageStop", { stopReason: "max_tokens" }), frames.metadata],
  ),
});

export const refuses = refusal(400, "temperature is out of range", "ValidationException");
export const isBusy = refusal(429, "slow down", "ThrottlingException");
/** 529 is Anthropic's word for an overload, and others have taken it over; AWS does not use it. */
export const isOverloaded = refusal(529, "overloaded", "ServiceUnavailableException");

function refusal(status: number, text: string, awsType: string): Reply {
  const chat = json(status, { error: { message: text, type: "invalid_request_error", param: null, code: null } });
  const aws = json(status, { message: text }, { "x-amzn-errortype": awsType });
  return reply({ chat, "chat-stream": chat, converse: aws, "converse-stream": aws });
}

const breaks = { chat: shortOf(completion), converse: shortOf(converse) };

/** Half of a text, and then an error inside the stream. */
export const failsMidway = reply({
  ...breaks,
  "chat-stream": events(opening, half, chunk({ content: "" }, "error", { error: { message: "no", code: 502 } })),
  "converse-stream": eventStream(frames.start, frames.half, exception("modelStreamErrorException", "no")),
});

/** Half of a text, and then the end of the connection. */
export const cut = reply({
  ...breaks,
  "chat-stream": events(opening, half),
  "converse-stream": eventStream(frames.start, frames.half),
});

/** The start of a reply, and then the end of the connection. */
export const cutAtStart = reply({
  ...breaks,
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

/** Reasoning, and then a normal end. */
export const onlyThinks = reply({
  chat: json(200, message({ content: "", reasoning_content: thought }, "stop")),
  "chat-stream": events(opening, thinks, finish, usage, "[DONE]"),
  converse: json(200, output([reasoning], "end_turn")),
  "converse-stream": eventStream(frames.start, ...reasoningFrames, frames.end, frames.metadata),
});

/** Reasoning, and then the end of the connection. */
export const cutAfterReasoning = reply({
  ...breaks,
  "chat-stream": events(opening, thinks),
  "converse-stream": eventStream(frames.start, ...reasoningFrames),
});

/** Nothing but a thought that the model writes into its text. */
export const thinksInTags = text("<think> I wonder ", "about it. </think>");

/** A call that the model writes into its text, as Kimi K2 does. */
export const writesCall = text(
  "<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0",
  '<|tool_call_argument_begin|>{"location": "Paris"}<|tool_call_end|><|tool_calls_section_end|>',
);

function text(first: string, second: string): Reply {
  const delta = (text: string) => frame("contentBlockDelta", { contentBlockIndex: 0, delta: { text } });
  return reply({
    chat: json(200, message({ content: `${first}${second}` }, "stop")),
    "chat-stream": events(
      ...[opening, chunk({ content: first }), chunk({ content: second })],
      ...[finish, usage, "[DONE]"],
    ),
    converse: json(200, output([{ text: `${first}${second}` }], "end_turn")),
    "converse-stream": eventStream(
      ...[frames.start, delta(first), delta(second), frames.stop, frames.end, frames.metadata],
    ),
  });
}

/** Half of a text, and then silence on an open connection; a whole reply does not even begin. */
export const waits: Reply = {
  ...{ chat: () => {}, converse: () => {} },
  "chat-stream": ({ socket }) => socket.write(events(opening, half)),
  "converse-stream": ({ socket }) => socket.write(eventStream(frames.start, frames.half)),
};
