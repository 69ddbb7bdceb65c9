import { expect, test } from "vitest";
import type { ChatEvent } from "../../chat/event.js";
import { fold } from "../../chat/fold.js";
import type { JsonObject } from "../../chat/json.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import type { Reply } from "../../chat/reply.js";
import { startOfStream } from "./decode/stream-state.js";
import { notesAtEnd, step } from "./decode-stream.js";

type Event = readonly [type: string, payload: JsonObject];

function eventsOf(events: readonly Event[]): readonly ChatEvent[] {
  const said: ChatEvent[] = [];
  let state = startOfStream;
  const begin: readonly Event[] = events[0]?.[0] === "messageStart" ? [] : [messageStart];
  for (const [type, payload] of [...begin, ...events]) {
    const next = step(state, { type, payload });
    state = next.state;
    said.push(...next.events);
  }
  return [...said, ...notesAtEnd(state), { kind: "reply-end" }];
}

function replyOf(...events: readonly Event[]): Reply {
  return fold(eventsOf(events));
}

function noteIds(reply: Reply): readonly string[] {
  return reply.notes.map(({ id }) => id);
}

function delta(contentBlockIndex: number, value: JsonObject): Event {
  return ["contentBlockDelta", { contentBlockIndex, delta: value }];
}
function start(contentBlockIndex: number, name: string, toolUseId: string): Event {
  return ["contentBlockStart", { contentBlockIndex, start: { toolUse: { name, toolUseId } } }];
}
function stop(contentBlockIndex: number): Event {
  return ["contentBlockStop", { contentBlockIndex }];
}
const messageStart: Event = ["messageStart", { role: "assistant" }];
function finish(stopReason: string): Event {
  return ["messageStop", { stopReason }];
}
const usage = { inputTokens: 1, outputTokens: 0, totalTokens: 1 };
const metadata: Event = ["metadata", { usage, metrics: { latencyMs: 1 } }];

test("S9 S10 deltas of blocks that interleave land in their own parts, numbered as they began", () => {
  const reply = replyOf(
    start(4, "one", "a"),
    start(2, "two", "b"),
    delta(2, { toolUse: { input: '{"x"' } }),
    delta(4, { toolUse: { input: "{}" } }),
    delta(2, { toolUse: { input: ":1}" } }),
    stop(4),
    stop(2),
    finish("tool_use"),
    metadata,
  );
  expect(reply.parts).toEqual([
    { kind: "tool-call", id: "a", name: "one", argumentsText: "{}" },
    { kind: "tool-call", id: "b", name: "two", argumentsText: '{"x":1}' },
  ]);
  expect(noteIds(reply)).toEqual(["block-order", "block-order"]);
});

test.each([
  ["no delta", [], null],
  ["an empty delta", [delta(0, { toolUse: { input: "" } })], ""],
  ["a delta without input", [delta(0, { toolUse: {} })], null],
  ["two deltas", [delta(0, { toolUse: { input: "" } }), delta(0, { toolUse: { input: "{}" } })], "{}"],
] as const)("S11 S12 a call with %s has the arguments %j", (_, deltas, argumentsText) => {
  const reply = replyOf(start(0, "f", "t"), ...deltas, stop(0), finish("tool_use"), metadata);
  expect(toolCallsOf(reply)).toEqual([{ kind: "tool-call", id: "t", name: "f", argumentsText }]);
});

test("S13 text and reasoning need no start, and an empty start says nothing", () => {
  const reply = replyOf(
    ["messageStart", { role: "assistant" }],
    ["contentBlockStart", { contentBlockIndex: 0, start: {} }],
    delta(0, { reasoningContent: { text: "a" } }),
    delta(0, { reasoningContent: { text: "b" } }),
    delta(0, { reasoningContent: { signature: "s1" } }),
    delta(0, { reasoningContent: { signature: "s2" } }),
    stop(0),
    delta(1, { text: "hi" }),
    stop(1),
    finish("end_turn"),
    metadata,
  );
  expect(reply.parts).toEqual([
    { kind: "reasoning", text: "ab", signature: "s1s2", redacted: null, details: null, field: "reasoningContent" },
    { kind: "text", text: "hi" },
  ]);
  expect(noteIds(reply)).toEqual([]);
});

test("a stream of a model that signs its reasoning notes each block without a signature, at its end", () => {
  const streamed = (signs: boolean, ...deltas: readonly Event[]) => {
    let state = { ...startOfStream, signs };
    for (const [type, payload] of deltas) state = step(state, { type, payload }).state;
    return notesAtEnd(state).flatMap((event) => (event.kind === "note" ? [event.note.message] : []));
  };
  const hm = delta(0, { reasoningContent: { text: "hm" } });
  const missing = "reasoning without its signature: block 0";
  expect(streamed(true, hm, stop(0))).toContain(missing);
  expect(streamed(true, hm, delta(0, { reasoningContent: { signature: "" } }), stop(0))).toContain(missing);
  expect(streamed(true, hm, delta(0, { reasoningContent: { signature: "s" } }), stop(0))).not.toContain(missing);
  expect(streamed(true, delta(0, { reasoningContent: { redactedContent: "b3A=" } }), stop(0))).not.toContain(missing);
  expect(streamed(false, hm, stop(0))).not.toContain(missing);
});

test("gpt-oss: an empty text block before the reasoning stays an empty text part", () => {
  const reply = replyOf(
    delta(0, { text: "" }),
    delta(1, { reasoningContent: { text: "r" } }),
    delta(2, { text: "t" }),
    finish("end_turn"),
    metadata,
  );
  expect(reply.parts.map(({ kind }) => kind)).toEqual(["text", "reasoning", "text"]);
  expect(reply.parts[0]).toEqual({ kind: "text", text: "" });
});

test("redacted reasoning in pieces is joined as bytes", () => {
  const reply = replyOf(
    delta(0, { reasoningContent: { redactedContent: "YQ==" } }),
    delta(0, { reasoningContent: { redactedContent: "Yg==" } }),
    finish("end_turn"),
    metadata,
  );
  expect(reply.parts[0]).toMatchObject({ kind: "reasoning", text: null, redacted: "YWI=" });
});

test("S20 padding is left out in silence, any other unknown member is noted once", () => {
  const reply = replyOf(
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "a" }, p: "abc", brandNew: 1 }],
    ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "b" }, p: "abcd", brandNew: 2 }],
    stop(0),
    finish("end_turn"),
    metadata,
  );
  expect(reply.notes).toEqual([
    { id: "unknown-field", message: "contentBlockDelta has a member brandNew, which is not read" },
  ]);
  expect(reply.parts).toEqual([{ kind: "text", text: "ab" }]);
});

test.each<[string, readonly Event[], readonly string[]]>([
  ["an unknown event", [["brandNew", {}], finish("end_turn"), metadata], ["unknown-event"]],
  ["a second messageStop", [finish("end_turn"), finish("max_tokens"), metadata], ["finish-repeated"]],
  ["an event after messageStop", [finish("end_turn"), delta(0, { text: "late" }), metadata], ["event-after-finish"]],
  ["S14 no metadata", [finish("end_turn")], ["metadata-missing"]],
  ["metadata without usage", [finish("end_turn"), ["metadata", { metrics: { latencyMs: 1 } }]], ["usage-missing"]],
  ["metadata twice", [finish("end_turn"), metadata, metadata], ["metadata-repeated"]],
  ["S14 metadata before messageStop", [metadata, finish("end_turn")], []],
  ["messageStop without a reason", [["messageStop", {}], metadata], ["finish-missing"]],
  ["a block that ends without a delta", [stop(0), finish("end_turn"), metadata], ["empty-block"]],
  [
    "arguments of a call that was not announced",
    [delta(0, { toolUse: { input: "{}" } }), stop(0), finish("tool_use"), metadata],
    ["delta-without-start"],
  ],
  [
    "an event without a block index",
    [["contentBlockDelta", { delta: { text: "a" } }], finish("end_turn"), metadata],
    ["block-index-missing"],
  ],
  [
    "a block that goes on after its end",
    [delta(0, { text: "a" }), stop(0), delta(0, { text: "b" }), stop(0), finish("end_turn"), metadata],
    ["block-index-reused"],
  ],
  [
    "a block that changes its kind",
    [delta(0, { text: "" }), delta(0, { reasoningContent: { text: "r" } }), stop(0), finish("end_turn"), metadata],
    ["block-kind-changed"],
  ],
  [
    "a citation",
    [delta(0, { text: "a" }), delta(0, { citation: { title: "t" } }), stop(0), finish("end_turn"), metadata],
    ["citations"],
  ],
  [
    "a role that is not the assistant's",
    [["messageStart", { role: "user" }], finish("end_turn"), metadata],
    ["unexpected-role"],
  ],
  ["a block without its end", [delta(0, { text: "a" }), finish("end_turn"), metadata], ["block-end-missing"]],
  ["a second messageStart", [messageStart, messageStart, finish("end_turn"), metadata], ["message-start-repeated"]],
  [
    "a call that starts twice",
    [start(0, "f", "i"), start(0, "f", "i"), stop(0), finish("tool_use"), metadata],
    ["block-start-repeated"],
  ],
  [
    "another call under the index of an open one",
    [start(0, "f", "i"), start(0, "g", "j"), stop(0), finish("tool_use"), metadata],
    ["block-index-reused"],
  ],
  ["a first block that is not 0", [delta(1, { text: "a" }), stop(1), finish("end_turn"), metadata], ["block-order"]],
  [
    "a block that is left out",
    [delta(0, { text: "a" }), stop(0), delta(2, { text: "b" }), stop(2), finish("end_turn"), metadata],
    ["block-order"],
  ],
])("%s is no failure, and noted as %j", (_, events, notes) => {
  const reply = replyOf(...events);
  expect(noteIds(reply)).toEqual(notes);
  expect(reply.completeness).toBe("complete");
});

test("a message start that is lost, or comes late, is noted", () => {
  const noted = (...events: readonly Event[]) => {
    let state = startOfStream;
    const said: ChatEvent[] = [];
    for (const [type, payload] of events) {
      const next = step(state, { type, payload });
      state = next.state;
      said.push(...next.events);
    }
    return [...said, ...notesAtEnd(state)].flatMap((one) => (one.kind === "note" ? [one.note.id] : []));
  };
  const rest = [stop(0), finish("end_turn"), metadata];
  expect(noted(delta(0, { text: "a" }), ...rest)).toEqual(["message-start-missing"]);
  expect(noted(delta(0, { text: "a" }), messageStart, ...rest)).toEqual(["message-start-late"]);
});

test("a call whose start came twice is one call", () => {
  const reply = replyOf(start(0, "f", "i"), start(0, "f", "i"), delta(0, { toolUse: { input: "{}" } }), stop(0));
  expect(toolCallsOf(reply)).toEqual([{ kind: "tool-call", id: "i", name: "f", argumentsText: "{}" }]);
});

test("the first messageStop counts", () => {
  expect(replyOf(finish("end_turn"), finish("max_tokens"), metadata).finish?.raw).toBe("end_turn");
});

test("a block of an unknown kind is one part that holds all that came of it", () => {
  const reply = replyOf(
    ["contentBlockStart", { contentBlockIndex: 0, start: { toolResult: { toolUseId: "t" } } }],
    delta(0, { toolResult: [{ text: "x" }] }),
    stop(0),
    delta(1, { text: "a" }),
    finish("end_turn"),
    metadata,
  );
  expect(reply.parts).toEqual([
    { kind: "other", raw: [{ start: { toolResult: { toolUseId: "t" } } }, { delta: { toolResult: [{ text: "x" }] } }] },
    { kind: "text", text: "a" },
  ]);
});

test("a call that the service itself runs is not a call of ours", () => {
  const reply = replyOf(
    [
      "contentBlockStart",
      { contentBlockIndex: 0, start: { toolUse: { name: "grounding", toolUseId: "t", type: "server_tool_use" } } },
    ],
    delta(0, { toolUse: { input: "{}" } }),
    finish("end_turn"),
    metadata,
  );
  expect(toolCallsOf(reply)).toEqual([]);
  expect(reply.parts).toHaveLength(1);
});

test("S23 S24 a serialised call in the text stays text, markers and all, over any split", () => {
  const leak =
    "<|tool_calls_section_begin|><|tool_call_begin|>functions.f:0<|tool_call_argument_begin|>{}<|tool_call_end|>";
  const reply = replyOf(...[...leak].map((char) => delta(0, { text: char })), finish("end_turn"), metadata);
  expect(reply.parts).toEqual([{ kind: "text", text: leak }]);
});

test("S18 messageStop inside an open <think> still ends the reply with its finish", () => {
  const reply = replyOf(delta(0, { text: " <think> so" }), stop(0), finish("end_turn"), metadata);
  expect([reply.finish?.raw, reply.completeness, reply.parts]).toEqual([
    "end_turn",
    "complete",
    [{ kind: "text", text: " <think> so" }],
  ]);
});
