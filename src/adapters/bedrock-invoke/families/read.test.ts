import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import type { JsonObject } from "../../../chat/json.js";
import type { FinishKind } from "../../../chat/reply.js";
import * as anthropic from "../../anthropic/read.js";
import { type Draft, freshState, type StreamState, stepWith } from "../../draft/stream-state.js";
import { usageOf } from "../../draft/usage-counts.js";
import { readChat } from "../decode/chat-reply.js";
import { reasoningTags } from "../decode/reasoning-tags.js";
import { noMessage } from "../wire.js";
import * as cohere from "./cohere/read.js";
import * as nova from "./nova/read.js";

type Reader = (draft: Draft, body: JsonObject) => void;

/** What a reader tells of records in a row, and what it remembers after them. */
function readAll(
  read: Reader,
  ...records: readonly JsonObject[]
): { events: readonly ChatEvent[]; state: StreamState } {
  let state = freshState;
  const events: ChatEvent[] = [];
  for (const record of records) {
    const step = stepWith(state, (draft) => read(draft, record));
    state = step.state;
    events.push(...step.events);
  }
  return { events, state };
}

const told = (read: Reader, ...records: readonly JsonObject[]) => readAll(read, ...records).events;
const flags = (read: Reader, ...records: readonly JsonObject[]) => {
  const { recognised, terminal } = readAll(read, ...records).state;
  return { recognised, terminal };
};
const usage = (read: Reader, ...records: readonly JsonObject[]) => usageOf(readAll(read, ...records).state.usage);

const text = (part: number, words: string): ChatEvent[] => [
  { kind: "text-start", part },
  { kind: "text-delta", part, text: words },
];
const reasoning = (part: number, words: string, field: string): ChatEvent[] => [
  { kind: "reasoning-start", part, field },
  { kind: "reasoning-delta", part, text: words },
];
const call = (part: number, id: string | null, name: string | null, argumentsText: string | null): ChatEvent => ({
  kind: "tool-call-start",
  part,
  id,
  name,
  argumentsText,
});
const note = (id: string, message: string): ChatEvent => ({ kind: "note", note: { id, message } });
const info = (id: string | null, model: string | null): ChatEvent => ({
  kind: "reply-info",
  id,
  model,
  upstream: null,
});
const finish = (kind: FinishKind, raw: string, stopSequence: string | null = null): ChatEvent => ({
  kind: "finish",
  finish: { kind, raw, nativeRaw: null, stopSequence },
});

const kept = (what: string): ChatEvent =>
  note("unknown-block", `${what} is of a kind that is not read, and kept unchanged`);

describe("the chat form", () => {
  const plain: Reader = (draft, body) => readChat(draft, body, null);
  const ofDelta = (delta: JsonObject, more: JsonObject = {}) => ({ choices: [{ index: 0, delta, ...more }] });
  const ofMessage = (message: JsonObject) => ({ choices: [{ index: 0, message }] });

  test("tells id and model once, with the first record that has either", () => {
    const records = [{ choices: [] }, { model: "m", choices: [] }, { id: "i", model: "m", choices: [] }];
    expect(told(plain, ...records)).toEqual([info(null, "m")]);
    expect(told(plain, { id: "i", choices: [] }, { id: "j", choices: [] })).toEqual([info("i", null)]);
    expect(told(plain, { choices: [] })).toEqual([]);
  });

  test("is recognised by its choices, and ended by a finish alone", () => {
    expect(flags(plain, {})).toEqual({ recognised: false, terminal: false });
    expect(flags(plain, { choices: [] })).toEqual({ recognised: true, terminal: false });
    expect(flags(plain, ofDelta({ content: "a" }))).toEqual({ recognised: true, terminal: false });
    expect(flags(plain, ofDelta({}, { finish_reason: "stop" }))).toEqual({ recognised: true, terminal: true });
    expect(flags(plain, ofDelta({}, { stop_reason: "stop" }))).toEqual({ recognised: true, terminal: true });
    expect(flags(plain, ofDelta({}, { finish_reason: null }))).toEqual({ recognised: true, terminal: false });
  });

  test("has one finish; another is noted", () => {
    expect(told(plain, ofDelta({}, { finish_reason: "stop", stop_reason: "length" }))).toEqual([
      finish("stop", "stop"),
    ]);
    expect(told(plain, ofDelta({}, { finish_reason: "stop" }), ofDelta({}, { finish_reason: "length" }))).toEqual([
      finish("stop", "stop"),
      note("finish-repeated", "finish length after stop"),
    ]);
  });

  test.each<[JsonObject[], ChatEvent[]]>([
    [[{ delta: { content: "a" } }], text(0, "a")],
    [[{ index: 0, delta: { content: "a" } }], text(0, "a")],
    [[{ index: 1, delta: { content: "a" } }], []],
    [
      [
        { index: 0, delta: { content: "a" } },
        { index: 1, delta: { content: "b" } },
      ],
      text(0, "a"),
    ],
    [[{ text: "a" }], text(0, "a")],
    [[{ text: "a", message: { content: "b" } }], text(0, "b")],
    [[{ text: "a", message: {} }], []],
    [[{ delta: { content: "a" }, message: { content: "b" } }], text(0, "a")],
    [[{}], []],
  ])("reads of the choices %j", (choices, expected) => {
    expect(told(plain, { choices })).toEqual(expected);
  });

  test.each<[what: string, JsonObject, ChatEvent[], ChatEvent[]]>([
    ["blank content with a role", { role: "assistant", content: "" }, [], text(0, "")],
    ["blank content without one", { content: "" }, text(0, ""), text(0, "")],
    ["text with a role", { role: "assistant", content: "a" }, text(0, "a"), text(0, "a")],
    ["no content", { content: null }, [], []],
    ["blank reasoning", { reasoning_content: "" }, [], reasoning(0, "", "reasoning_content")],
    ["reasoning", { reasoning: "r" }, reasoning(0, "r", "reasoning"), reasoning(0, "r", "reasoning")],
    ["no refusal", { refusal: "" }, [], []],
    [
      "a refusal",
      { refusal: "no" },
      [
        { kind: "refusal-start", part: 0 },
        { kind: "refusal-delta", part: 0, text: "no" },
      ],
      [
        { kind: "refusal-start", part: 0 },
        { kind: "refusal-delta", part: 0, text: "no" },
      ],
    ],
  ])("%s is read in a delta and in a message", (_, members, ofADelta, ofAMessage) => {
    expect(told(plain, ofDelta(members))).toEqual(ofADelta);
    expect(told(plain, ofMessage(members))).toEqual(ofAMessage);
  });

  test("content as a list is its texts joined, and other parts as they came", () => {
    const image = { type: "image" };
    expect(told(plain, ofMessage({ content: [{ text: "a" }, image, { text: "b" }] }))).toEqual([
      kept("choices[0].message.content[1] (image)"),
      { kind: "other-part", part: 0, raw: image },
      ...text(1, "ab"),
    ]);
    expect(told(plain, ofMessage({ content: [] }))).toEqual(text(0, ""));
    expect(told(plain, ofMessage({ content: 5 }))).toEqual([]);
  });

  test("calls are known by index, else by place; arguments are text, an object or none", () => {
    const piece = (more: JsonObject, args?: JsonObject | string | null): JsonObject => ({
      ...more,
      function: { name: "f", ...(args === undefined ? {} : { arguments: args }) },
    });
    expect(
      told(
        plain,
        ofMessage({ tool_calls: [piece({ id: "a" }), piece({ id: "b" }, null), piece({ id: "c" }, { d: 1 })] }),
      ),
    ).toEqual([call(0, "a", "f", null), call(1, "b", "f", null), call(2, "c", "f", '{"d":1}')]);
    expect(
      told(
        plain,
        ofDelta({ tool_calls: [piece({ index: 1, id: "a" }, "")] }),
        ofDelta({ tool_calls: [{ index: 1, function: { arguments: "x" } }] }),
      ),
    ).toEqual([call(0, "a", "f", ""), { kind: "tool-call-delta", part: 0, argumentsText: "x" }]);
    expect(told(plain, ofMessage({ tool_calls: [{}] }))).toEqual([call(0, null, null, null)]);
  });

  test("tagged reasoning at the front is reasoning where the family has tags, and text is let go at the finish", () => {
    const tagged: Reader = (draft, body) => readChat(draft, body, reasoningTags);
    const events = told(
      tagged,
      ofDelta({ content: "<reasoning>r</reasoning>a" }),
      ofDelta({}, { finish_reason: "stop" }),
    );
    expect(events.filter(({ kind }) => kind !== "finish")).toEqual([
      ...reasoning(0, "r", "<reasoning>"),
      ...text(1, "a"),
    ]);
    expect(told(tagged, ofDelta({ content: "<reas" }), ofDelta({}, { finish_reason: "stop" }))).toEqual([
      ...text(0, "<reas"),
      finish("stop", "stop"),
    ]);
    expect(told(plain, ofDelta({ content: "<reasoning>r</reasoning>a" }))).toEqual(
      text(0, "<reasoning>r</reasoning>a"),
    );
  });

  test("the output count is taken once the reply has ended, the cached tokens are part of the prompt", () => {
    const counted = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
    expect(usage(plain, { ...ofDelta({}), usage: counted })).toMatchObject({
      inputTokens: 10,
      outputTokens: null,
      totalTokens: null,
    });
    const ended = { inputTokens: 10, outputTokens: 2, totalTokens: 12, cacheReadTokens: null, reasoningTokens: null };
    expect(usage(plain, { choices: [], usage: counted })).toMatchObject(ended);
    expect(usage(plain, { usage: counted })).toMatchObject(ended);
    expect(usage(plain, { ...ofDelta({}, { finish_reason: "stop" }), usage: counted })).toMatchObject(ended);
    const details = { prompt_tokens_details: { cached_tokens: 4 }, completion_tokens_details: { reasoning_tokens: 1 } };
    expect(readAll(plain, { choices: [], usage: { ...counted, ...details } }).state.usage.body).toEqual({
      fresh: 6,
      cacheRead: 4,
      cacheWrite: null,
      output: 2,
      total: 12,
      reasoning: 1,
    });
    expect(readAll(plain, { choices: [], usage: details }).state.usage.body).toMatchObject({
      fresh: null,
      cacheRead: 4,
    });
    expect(usage(plain, { choices: [] })).toBeNull();
  });

  test.each<[JsonObject, { type: string; message: string } | null]>([
    [{ error: { code: 400, type: "t", message: "m" } }, { type: "400", message: "m" }],
    [{ error: { code: "c", type: "t", message: "m" } }, { type: "t", message: "m" }],
    [{ error: { code: "c" } }, { type: "c", message: noMessage }],
    [{ error: {} }, { type: "error", message: noMessage }],
    [{ error: { code: 400 }, choices: [] }, null],
    [{ error: "x" }, null],
    [{ error: null }, null],
  ])("%j is an error: %j", (body, error) => {
    expect(readAll(plain, body).state.error).toEqual(error);
  });

  test("of two errors the first counts, and nothing else of such a body is read", () => {
    const first = { error: { type: "a", message: "m" }, id: "i", usage: { prompt_tokens: 1 } };
    const { state, events } = readAll(plain, first, { error: { type: "b", message: "n" } });
    expect([state.error, events, usageOf(state.usage)]).toEqual([{ type: "a", message: "m" }, [], null]);
  });
});

describe("Anthropic", () => {
  const start = (block: JsonObject, index: number | null = 0): JsonObject => ({
    type: "content_block_start",
    ...(index === null ? {} : { index }),
    content_block: block,
  });
  const delta = (of: JsonObject, index = 0): JsonObject => ({ type: "content_block_delta", index, delta: of });
  const unknownDelta = (type: string) => note("unknown-event", `a content delta of type ${type}`);

  test("the start tells id, model and the prompt's counts, not the output's, and any blocks that are whole", () => {
    const message = {
      id: "i",
      model: "m",
      usage: { input_tokens: 3, output_tokens: 1 },
      content: [{ type: "text", text: "a" }],
    };
    const record = { type: "message_start", message };
    expect(told(anthropic.readRecord, record)).toEqual([info("i", "m"), ...text(0, "a")]);
    expect(flags(anthropic.readRecord, record)).toEqual({ recognised: true, terminal: false });
    expect(usage(anthropic.readRecord, record)).toMatchObject({
      inputTokens: 3,
      outputTokens: null,
      raw: { input_tokens: 3 },
    });
    expect(usage(anthropic.readRecord, record)?.raw).not.toHaveProperty("output_tokens");
    expect(told(anthropic.readRecord, { type: "message_start" })).toEqual([]);
  });

  test("message_delta has the finish and the output count, message_stop ends the reply", () => {
    const record = {
      type: "message_delta",
      delta: { stop_reason: "stop_sequence", stop_sequence: "X" },
      usage: { output_tokens: 5 },
    };
    expect(told(anthropic.readRecord, record)).toEqual([finish("stop", "stop_sequence", "X")]);
    expect(flags(anthropic.readRecord, record)).toEqual({ recognised: false, terminal: false });
    expect(usage(anthropic.readRecord, record)).toMatchObject({ inputTokens: null, outputTokens: 5 });
    expect(told(anthropic.readRecord, { type: "message_delta", delta: { stop_reason: null } })).toEqual([]);
    expect(flags(anthropic.readRecord, { type: "message_stop" })).toEqual({ recognised: true, terminal: true });
  });

  test.each<[JsonObject[], ChatEvent[]]>([
    [[delta({ type: "text_delta", text: "a" })], text(0, "a")],
    [[delta({ type: "text_delta" })], [unknownDelta("text_delta")]],
    [[delta({ type: "other", text: "a" })], [unknownDelta("other")]],
    [[delta({ type: "thinking_delta", thinking: "t" })], reasoning(0, "t", "thinking")],
    [[delta({ type: "thinking_delta" })], [unknownDelta("thinking_delta")]],
    [[delta({ type: "other", thinking: "t" })], [unknownDelta("other")]],
    [[delta({ type: "input_json_delta", partial_json: "{" })], [call(0, null, null, "{")]],
    [[delta({ type: "input_json_delta" })], [unknownDelta("input_json_delta")]],
    [[delta({ type: "other", partial_json: "{" })], [unknownDelta("other")]],
    [[delta({ type: "signature_delta", signature: "" })], []],
    [[delta({ type: "signature_delta" })], []],
    [[delta({ type: "other", signature: "s" })], [unknownDelta("other")]],
    [
      [delta({ type: "signature_delta", signature: "s" })],
      [
        { kind: "reasoning-start", part: 0, field: null },
        { kind: "reasoning-signature", part: 0, signature: "s" },
      ],
    ],
    [[delta({})], [unknownDelta("null")]],
    [[{ type: "content_block_delta" }], [unknownDelta("null")]],
    [[start({ type: "text", text: "" })], text(0, "")],
    [[start({ type: "text" })], [{ kind: "text-start", part: 0 }]],
    [[start({ type: "thinking", thinking: "", signature: "" })], reasoning(0, "", "thinking")],
    [
      [start({ type: "thinking", thinking: "t", signature: "s" })],
      [...reasoning(0, "t", "thinking"), { kind: "reasoning-signature", part: 0, signature: "s" }],
    ],
    [
      [start({ type: "redacted_thinking", data: "d" })],
      [
        { kind: "reasoning-start", part: 0, field: "thinking" },
        { kind: "reasoning-redacted", part: 0, redacted: "d" },
      ],
    ],
    [[start({ type: "tool_use", id: "i", name: "f", input: {} })], [call(0, "i", "f", null)]],
    [[start({ type: "image" })], [kept("content[0] (image)")]],
    [
      [start({ type: "image" }), { type: "content_block_stop", index: 0 }],
      [kept("content[0] (image)"), { kind: "other-part", part: 0, raw: { type: "image" } }],
    ],
    [
      [start({ type: "text", text: "a" }), { type: "content_block_stop", index: 0 }],
      [...text(0, "a"), { kind: "part-end", part: 0 }],
    ],
    [[start({ type: "text", text: "a" }), { type: "content_block_stop", index: 1 }], text(0, "a")],
    [
      [start({ type: "text", text: "a" }, null), { type: "content_block_stop" }],
      [...text(0, "a"), { kind: "part-end", part: 0 }],
    ],
    [
      [
        start({ type: "text", text: "a" }),
        start({ type: "text", text: "b" }, 1),
        delta({ type: "text_delta", text: "c" }, 1),
      ],
      [...text(0, "a"), ...text(1, "b"), { kind: "text-delta", part: 1, text: "c" }],
    ],
    [[{ type: "ping" }], []],
    [[{ type: "odd" }], [note("unknown-event", "a record of type odd")]],
  ])("records %j", (records, expected) => {
    expect(told(anthropic.readRecord, ...records)).toEqual(expected);
  });

  test("an error is the service's word, wherever it stands", () => {
    const error = { type: "error", error: { type: "overloaded_error", message: "m" } };
    for (const read of [anthropic.readRecord, anthropic.readReply]) {
      expect(readAll(read, error).state.error).toEqual({ type: "overloaded_error", message: "m" });
      expect(readAll(read, { type: "error" }).state.error).toEqual({ type: "error", message: noMessage });
      expect(flags(read, error)).toEqual({ recognised: false, terminal: false });
    }
  });

  test("Claude 2 has a completion, whose stop reason ends it", () => {
    for (const record of [{ completion: "a" }, { type: "completion", completion: "a", stop_reason: null }]) {
      expect(told(anthropic.readRecord, record)).toEqual(text(0, "a"));
      expect(flags(anthropic.readRecord, record)).toEqual({ recognised: true, terminal: false });
    }
    const last = { completion: "", stop_reason: "stop_sequence", stop: "X" };
    expect(told(anthropic.readRecord, last)).toEqual([...text(0, ""), finish("stop", "stop_sequence", "X")]);
    expect(flags(anthropic.readRecord, last)).toEqual({ recognised: true, terminal: true });
    expect(told(anthropic.readRecord, { stop_reason: "max_tokens" })).toEqual([finish("length", "max_tokens")]);
    expect(flags(anthropic.readRecord, {})).toEqual({ recognised: false, terminal: false });
    expect(usage(anthropic.readRecord, { completion: "a", usage: { output_tokens: 2 } })).toMatchObject({
      outputTokens: 2,
    });
    expect(usage(anthropic.readRecord, { completion: "a" })).toBeNull();
  });

  test("a whole reply has its blocks, calls with their arguments, counts and finish", () => {
    const body = {
      id: "i",
      model: "m",
      content: [
        { type: "text", text: "a" },
        { type: "tool_use", id: "c", name: "f", input: { b: 1 } },
        { type: "tool_use", id: "d", name: "g", input: null },
        { type: "tool_use", id: "e", name: "h" },
      ],
      stop_reason: "tool_use",
      usage: { input_tokens: 1, output_tokens: 2, cache_read_input_tokens: 4, cache_creation_input_tokens: 8 },
    };
    expect(told(anthropic.readReply, body)).toEqual([
      info("i", "m"),
      ...text(0, "a"),
      call(1, "c", "f", '{"b":1}'),
      call(2, "d", "g", null),
      call(3, "e", "h", null),
      finish("tool-calls", "tool_use"),
    ]);
    expect(usage(anthropic.readReply, body)).toMatchObject({
      inputTokens: 13,
      outputTokens: 2,
      cacheReadTokens: 4,
      cacheWriteTokens: 8,
    });
    expect(flags(anthropic.readReply, { content: [] })).toMatchObject({ recognised: true });
    expect(told(anthropic.readReply, { completion: "a", stop_reason: "stop_sequence" })).toEqual([
      ...text(0, "a"),
      finish("stop", "stop_sequence"),
    ]);
  });
});

describe("Cohere", () => {
  test.each<[JsonObject, ChatEvent[], boolean]>([
    [{ text: "a" }, text(0, "a"), true],
    [{ text: "" }, text(0, ""), true],
    [{ finish_reason: "COMPLETE" }, [finish("stop", "COMPLETE")], true],
    [{ generations: [] }, [], true],
    [
      { generations: [{ text: "a", finish_reason: "MAX_TOKENS" }] },
      [...text(0, "a"), finish("length", "MAX_TOKENS")],
      true,
    ],
    [{ generations: [{ finish_reason: "COMPLETE" }] }, [finish("stop", "COMPLETE")], true],
    [
      { generations: [{ text: "a" }, { text: "b" }] },
      [note("extra-choices", "2 generations came; the first one is read"), ...text(0, "a")],
      true,
    ],
    [{ generations: [{ text: "a" }], text: "b" }, text(0, "a"), true],
    [{ response_id: "r", id: "i", text: "a" }, [info("r", null), ...text(0, "a")], true],
    [{ id: "i", text: "a" }, [info("i", null), ...text(0, "a")], true],
    [{ id: "i" }, [], false],
    [{}, [], false],
  ])("the whole reply %j", (body, events, recognised) => {
    expect(told(cohere.readReply, body)).toEqual(events);
    expect(flags(cohere.readReply, body)).toEqual({ recognised, terminal: false });
  });

  test("calls have no ids, and each is one of its own", () => {
    const tool_calls = [{ name: "f", parameters: { a: 1 } }, { name: "f" }, { name: "g", parameters: null }];
    const calls = [call(0, null, "f", '{"a":1}'), call(1, null, "f", null), call(2, null, "g", null)];
    expect(told(cohere.readReply, { text: "", tool_calls }).slice(2)).toEqual([
      call(1, null, "f", '{"a":1}'),
      call(2, null, "f", null),
      call(3, null, "g", null),
    ]);
    expect(told(cohere.readRecord, { tool_calls })).toEqual(calls);
  });

  test.each<[JsonObject, ChatEvent[], { recognised: boolean; terminal: boolean }]>([
    [{ text: "a" }, text(0, "a"), { recognised: true, terminal: false }],
    [{ text: "a", index: 0 }, text(0, "a"), { recognised: true, terminal: false }],
    [
      { text: "a", index: 1 },
      [note("extra-choices", "more than one generation came; the first one is read")],
      { recognised: true, terminal: false },
    ],
    [{ is_finished: false }, [], { recognised: false, terminal: false }],
    [{ is_finished: true }, [], { recognised: true, terminal: true }],
    [{ finish_reason: "COMPLETE" }, [finish("stop", "COMPLETE")], { recognised: true, terminal: true }],
    [
      {
        is_finished: true,
        finish_reason: "COMPLETE",
        response: { response_id: "r", text: "a", finish_reason: "MAX_TOKENS" },
      },
      [info("r", null), finish("stop", "COMPLETE")],
      { recognised: true, terminal: true },
    ],
    [
      { is_finished: true, response: { finish_reason: "MAX_TOKENS" } },
      [finish("length", "MAX_TOKENS")],
      { recognised: true, terminal: true },
    ],
    [{ generations: [{ text: "a" }] }, text(0, "a"), { recognised: true, terminal: false }],
    [
      { generations: [{ text: "a", finish_reason: "COMPLETE" }] },
      [...text(0, "a"), finish("stop", "COMPLETE")],
      { recognised: true, terminal: true },
    ],
    [{}, [], { recognised: false, terminal: false }],
  ])("the record %j", (record, events, expected) => {
    expect(told(cohere.readRecord, record)).toEqual(events);
    expect(flags(cohere.readRecord, record)).toEqual(expected);
  });

  test("tokens are those that are billed", () => {
    const meta = { billed_units: { input_tokens: 3, output_tokens: 4 }, tokens: { input_tokens: 70 } };
    const counted = { inputTokens: 3, outputTokens: 4, raw: meta };
    expect(usage(cohere.readReply, { text: "a", meta })).toMatchObject(counted);
    expect(usage(cohere.readRecord, { is_finished: true, meta })).toMatchObject(counted);
    expect(usage(cohere.readRecord, { is_finished: true, response: { meta } })).toMatchObject(counted);
    expect(usage(cohere.readReply, { text: "a", meta: { tokens: {} } })).toBeNull();
    expect(usage(cohere.readReply, { text: "a" })).toBeNull();
  });
});

describe("Nova", () => {
  const whole = (content: JsonObject[], more: JsonObject = {}) => ({ output: { message: { content } }, ...more });
  const delta = (of: JsonObject, index = 0) => ({ contentBlockDelta: { contentBlockIndex: index, delta: of } });
  const start = (of: JsonObject, index = 0) => ({ contentBlockStart: { contentBlockIndex: index, start: of } });

  test.each<[JsonObject, ChatEvent[]]>([
    [{ text: "a" }, text(0, "a")],
    [{ toolUse: { toolUseId: "i", name: "f", input: { a: 1 } } }, [call(0, "i", "f", '{"a":1}')]],
    [{ toolUse: { toolUseId: "i", name: "f", input: null } }, [call(0, "i", "f", null)]],
    [{ toolUse: { toolUseId: "i", name: "f" } }, [call(0, "i", "f", null)]],
    [{ reasoningContent: { reasoningText: { text: "r" } } }, reasoning(0, "r", "reasoningContent")],
    [{ reasoningContent: { text: "r" } }, reasoning(0, "r", "reasoningContent")],
    [
      { reasoningContent: { reasoningText: { text: "r", signature: "s" } } },
      [...reasoning(0, "r", "reasoningContent"), { kind: "reasoning-signature", part: 0, signature: "s" }],
    ],
    [
      { reasoningContent: { redactedContent: "d" } },
      [
        { kind: "reasoning-start", part: 0, field: "reasoningContent" },
        { kind: "reasoning-redacted", part: 0, redacted: "d" },
      ],
    ],
    [{ reasoningContent: {} }, []],
    [{ image: {} }, [kept("output.message.content[0] (image)"), { kind: "other-part", part: 0, raw: { image: {} } }]],
  ])("the block %j", (block, events) => {
    expect(told(nova.readReply, whole([block]))).toEqual(events);
  });

  test("a whole reply joins texts in a row, has a finish and counts; one without a message is none", () => {
    const body = whole([{ text: "a" }, { text: "b" }, { reasoningContent: { text: "r" } }, { text: "c" }], {
      stopReason: "end_turn",
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
    });
    expect(told(nova.readReply, body)).toEqual([
      ...text(0, "a"),
      { kind: "text-delta", part: 0, text: "b" },
      ...reasoning(1, "r", "reasoningContent"),
      ...text(2, "c"),
      finish("stop", "end_turn"),
    ]);
    expect(usage(nova.readReply, body)).toMatchObject({
      inputTokens: 1,
      outputTokens: 2,
      totalTokens: 3,
      cacheReadTokens: null,
    });
    expect(flags(nova.readReply, body)).toEqual({ recognised: true, terminal: false });
    expect(flags(nova.readReply, { output: { message: {} } })).toEqual({ recognised: true, terminal: false });
    for (const none of [{}, { output: {} }, { output: null, stopReason: "end_turn" }]) {
      expect(told(nova.readReply, none)).toEqual([]);
      expect(flags(nova.readReply, none)).toEqual({ recognised: false, terminal: false });
    }
  });

  test.each<[JsonObject[], ChatEvent[]]>([
    [[{ messageStart: { role: "assistant" } }], []],
    [[start({ toolUse: { toolUseId: "i", name: "f" } })], [call(0, "i", "f", null)]],
    [[start({})], []],
    [[{ contentBlockStart: {} }], []],
    [
      [delta({ text: "a" }), delta({ text: "b" }, 1)],
      [...text(0, "a"), { kind: "text-delta", part: 0, text: "b" }],
    ],
    [[delta({ toolUse: { input: "{" } })], [call(0, null, null, "{")]],
    [[delta({ toolUse: { input: { a: 1 } } })], [call(0, null, null, '{"a":1}')]],
    [[delta({ toolUse: { input: null } })], []],
    [[delta({ toolUse: {} })], []],
    [
      [
        start({ toolUse: { toolUseId: "i", name: "f" } }, 2),
        delta({ toolUse: { input: "x" } }, 2),
        { contentBlockStop: { contentBlockIndex: 2 } },
      ],
      [
        call(0, "i", "f", null),
        { kind: "tool-call-delta", part: 0, argumentsText: "x" },
        { kind: "part-end", part: 0 },
      ],
    ],
    [
      [start({ toolUse: { toolUseId: "i", name: "f" } }, 2), { contentBlockStop: { contentBlockIndex: 1 } }],
      [call(0, "i", "f", null)],
    ],
    [
      [{ contentBlockStart: { start: { toolUse: { toolUseId: "i" } } } }, { contentBlockStop: {} }],
      [call(0, "i", null, null), { kind: "part-end", part: 0 }],
    ],
    [
      [delta({ reasoningContent: { text: "r" } }), delta({ reasoningContent: { text: "s" } })],
      [...reasoning(0, "r", "reasoningContent"), { kind: "reasoning-delta", part: 0, text: "s" }],
    ],
    [[delta({ odd: 1, other: 2 })], [note("unknown-event", "a content delta with odd, other")]],
    [[{ messageStop: { stopReason: "max_tokens" } }], [finish("length", "max_tokens")]],
    [[{ messageStop: {} }], []],
    [[{ odd: {}, "amazon-bedrock-x": 1 }], [note("unknown-event", "a record with odd")]],
    [[{ "amazon-bedrock-invocationMetrics": {} }], []],
    [[{}], []],
  ])("records %j", (records, events) => {
    expect(told(nova.readRecord, ...records)).toEqual(events);
  });

  test("every known record is recognised, messageStop alone ends the reply", () => {
    const known = [{ messageStart: {} }, start({}), delta({ text: "" }), { contentBlockStop: {} }, { metadata: {} }];
    for (const record of known) expect(flags(nova.readRecord, record)).toEqual({ recognised: true, terminal: false });
    expect(flags(nova.readRecord, { messageStop: {} })).toEqual({ recognised: true, terminal: true });
    for (const record of [{}, { odd: {} }]) {
      expect(flags(nova.readRecord, record)).toEqual({ recognised: false, terminal: false });
    }
  });

  test("counts of the cache go by either name, the stream's first", () => {
    const counted = (members: JsonObject) =>
      usage(nova.readRecord, { metadata: { usage: { inputTokens: 1, ...members } } });
    expect(counted({ cacheReadInputTokenCount: 2, cacheReadInputTokens: 9 })).toMatchObject({
      cacheReadTokens: 2,
      inputTokens: 3,
    });
    expect(counted({ cacheReadInputTokens: 9 })).toMatchObject({ cacheReadTokens: 9, inputTokens: 10 });
    expect(counted({ cacheWriteInputTokenCount: 2, cacheWriteInputTokens: 9 })).toMatchObject({ cacheWriteTokens: 2 });
    expect(counted({ cacheWriteInputTokens: 9 })).toMatchObject({ cacheWriteTokens: 9, cacheReadTokens: null });
    expect(usage(nova.readRecord, { metadata: {} })).toBeNull();
  });
});
