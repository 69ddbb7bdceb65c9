import { chunk, converse, eventStream, frame, frames, json, streamed } from "../../router-faults/answers.js";
import { events, message, output, type Reply, reply, shortOf } from "./reply.js";

const [opening = "", , , , usage = ""] = streamed;
const name = "get_weather";
const paris = '{"location": "Paris"}';
const oslo = '{"location": "Oslo"}';

const called = (text: string, number = 1, tool = name) => ({
  ...{ id: `call_${number}`, type: "function" },
  function: { name: tool, arguments: text },
});
const toolUse = (location: string, number = 1) => ({
  toolUse: { toolUseId: `call_${number}`, name, input: { location } },
});

const [start, rest] = chunksOf(called(paris));
const second = chunk({ tool_calls: [{ index: 1, ...called(oslo, 2) }] });
const end = chunk({}, "tool_calls");

const startFrame = (index: number, tool = name) =>
  frame("contentBlockStart", {
    contentBlockIndex: index,
    start: { toolUse: { toolUseId: `call_${index + 1}`, name: tool } },
  });
const inputFrame = (index: number, input: string) =>
  frame("contentBlockDelta", { contentBlockIndex: index, delta: { toolUse: { input } } });
const firstFrames = [frames.start, startFrame(0), inputFrame(0, paris), frames.stop];
const secondFrames = [startFrame(1), inputFrame(1, oslo), frame("contentBlockStop", { contentBlockIndex: 1 })];
const endFrames = [frame("messageStop", { stopReason: "tool_use" }), frames.metadata];

/** One call of a tool, as `call_1`. */
export function callOf(tool: string, input: object): Reply {
  const text = JSON.stringify(input);
  const call = called(text, 1, tool);
  return reply({
    chat: json(200, message({ content: null, tool_calls: [call] }, "tool_calls")),
    "chat-stream": events(opening, ...chunksOf(call), end, usage, "[DONE]"),
    converse: json(200, output([{ toolUse: { toolUseId: "call_1", name: tool, input } }], "tool_use")),
    "converse-stream": eventStream(
      ...[frames.start, startFrame(0, tool), inputFrame(0, text.slice(0, 9)), inputFrame(0, text.slice(9))],
      ...[frames.stop, ...endFrames],
    ),
  });
}

/** One call of the weather in Paris, as `call_1`. */
export const calls = callOf(name, { location: "Paris" });

/** The weather in Paris and in Oslo, called at once. */
export const callsTwice = reply({
  chat: json(200, message({ content: null, tool_calls: [called(paris), called(oslo, 2)] }, "tool_calls")),
  "chat-stream": events(opening, start, rest, second, end, usage, "[DONE]"),
  converse: json(200, output([toolUse("Paris"), toolUse("Oslo", 2)], "tool_use")),
  "converse-stream": eventStream(...firstFrames, ...secondFrames, ...endFrames),
});

/** One call of a tool, until the connection breaks inside the arguments. */
export function halfCallOf(tool: string, input: object): Reply {
  const text = JSON.stringify(input);
  const call = called(text, 1, tool);
  return reply({
    chat: shortOf(message({ content: null, tool_calls: [call] }, "tool_calls")),
    "chat-stream": events(opening, chunksOf(call)[0]),
    converse: shortOf(converse),
    "converse-stream": eventStream(frames.start, startFrame(0, tool), inputFrame(0, text.slice(0, 9))),
  });
}

/** The same of the weather in Paris. */
export const callCut = halfCallOf(name, { location: "Paris" });

/** One whole call, until the connection breaks in front of the finish. */
export const cutAfterCall = reply({
  chat: shortOf(message({ content: null, tool_calls: [called(paris)] }, "tool_calls")),
  "chat-stream": events(opening, start, rest),
  converse: shortOf(converse),
  "converse-stream": eventStream(...firstFrames),
});

/** A call in two chunks: it begins with the first characters of its arguments. */
function chunksOf({
  function: { name, arguments: text },
  ...call
}: ReturnType<typeof called>): readonly [string, string] {
  return [
    chunk({ tool_calls: [{ index: 0, ...call, function: { name, arguments: text.slice(0, 9) } }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: text.slice(9) } }] }),
  ];
}
