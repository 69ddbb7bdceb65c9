import { chunk, converse, eventStream, frame, frames, json, streamed } from "../../router-faults/answers.js";
import { events, message, output, reply, shortOf } from "./reply.js";

const [opening = "", , , , usage = ""] = streamed;
const name = "get_weather";
const paris = '{"location": "Paris"}';
const oslo = '{"location": "Oslo"}';

const called = (text: string, number = 1) => ({
  ...{ id: `call_${number}`, type: "function" },
  function: { name, arguments: text },
});
const toolUse = (location: string, number = 1) => ({
  toolUse: { toolUseId: `call_${number}`, name, input: { location } },
});

const start = chunk({ tool_calls: [{ index: 0, ...called(paris.slice(0, 9)) }] });
const rest = chunk({ tool_calls: [{ index: 0, function: { arguments: paris.slice(9) } }] });
const second = chunk({ tool_calls: [{ index: 1, ...called(oslo, 2) }] });
const end = chunk({}, "tool_calls");

const startFrame = (index: number) =>
  frame("contentBlockStart", {
    contentBlockIndex: index,
    start: { toolUse: { toolUseId: `call_${index + 1}`, name } },
  });
const inputFrame = (index: number, input: string) =>
  frame("contentBlockDelta", { contentBlockIndex: index, delta: { toolUse: { input } } });
const halfFrames = [frames.start, startFrame(0), inputFrame(0, paris.slice(0, 9))];
const firstFrames = [...halfFrames, inputFrame(0, paris.slice(9)), frames.stop];
const secondFrames = [startFrame(1), inputFrame(1, oslo), frame("contentBlockStop", { contentBlockIndex: 1 })];
const endFrames = [frame("messageStop", { stopReason: "tool_use" }), frames.metadata];

/** One call of the weather in Paris, as `call_1`. */
export const calls = reply({
  chat: json(200, message({ content: null, tool_calls: [called(paris)] }, "tool_calls")),
  "chat-stream": events(opening, start, rest, end, usage, "[DONE]"),
  converse: json(200, output([toolUse("Paris")], "tool_use")),
  "converse-stream": eventStream(...firstFrames, ...endFrames),
});

/** The weather in Paris and in Oslo, called at once. */
export const callsTwice = reply({
  chat: json(200, message({ content: null, tool_calls: [called(paris), called(oslo, 2)] }, "tool_calls")),
  "chat-stream": events(opening, start, rest, second, end, usage, "[DONE]"),
  converse: json(200, output([toolUse("Paris"), toolUse("Oslo", 2)], "tool_use")),
  "converse-stream": eventStream(...firstFrames, ...secondFrames, ...endFrames),
});

/** One call, until the connection breaks inside the arguments. */
export const callCut = reply({
  chat: shortOf(message({ content: null, tool_calls: [called(paris)] }, "tool_calls")),
  "chat-stream": events(opening, start),
  converse: shortOf(converse),
  "converse-stream": eventStream(...halfFrames),
});

/** One whole call, until the connection breaks in front of the finish. */
export const cutAfterCall = reply({
  chat: shortOf(message({ content: null, tool_calls: [called(paris)] }, "tool_calls")),
  "chat-stream": events(opening, start, rest),
  converse: shortOf(converse),
  "converse-stream": eventStream(...firstFrames),
});
