import { describe, expect, test } from "vitest";
import type { ChatEvent } from "../../../chat/event.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Finish, Usage } from "../../../chat/reply.js";
import { truncatedFailure } from "../../errors/classify.js";
import { openStream } from "./encode-stream.js";
import { unpackOpaque } from "./opaque-reasoning.js";

const identity = { id: "5f3c-11", createdSeconds: 1, model: "kimi" };
const asked = { model: "kimi", region: null, service: "bedrock" } as const;

function opened() {
  return openStream({
    identity,
    body: {},
    asked,
    redact: (error) => ({ ...error, message: `[clean] ${error.message}` }),
  });
}

/** The data of the events in a text; each has the name of its type. */
function dataIn(text: string): readonly JsonObject[] {
  return text
    .split("\n\n")
    .filter((one) => one !== "")
    .map((one) => {
      const [name = "", data = ""] = one.split("\n");
      const record = JSON.parse(data.slice("data: ".length));
      expect(name).toBe(`event: ${record.type}`);
      return record;
    });
}

function written(events: readonly ChatEvent[]): readonly JsonObject[] {
  const stream = opened();
  return dataIn(events.map((event) => stream.write(event)).join(""));
}

/** Events in short: the type, the index of a block, and what starts or is added. */
function short(records: readonly JsonObject[]): readonly (string | readonly JsonValue[])[] {
  return records.map(({ type, index, content_block: block, delta }) => {
    const name = String(type).replace("content_block_", "");
    if (index === undefined) return name;
    const about = block ?? delta;
    return [name, index, ...(isJsonObject(about) ? Object.values(about) : [])];
  });
}

/** The text of a member inside `content_block` or `delta`. */
function textIn(record: JsonObject | undefined, name: string): string {
  const about = record?.["content_block"] ?? record?.["delta"];
  return isJsonObject(about) ? String(about[name]) : "";
}

const finish = (over: Partial<Finish> = {}): ChatEvent => ({
  kind: "finish",
  finish: { kind: "stop", raw: "stop", nativeRaw: null, stopSequence: null, ...over },
});
const usage = (over: Partial<Usage> = {}): ChatEvent => ({
  kind: "usage",
  usage: {
    ...{ inputTokens: 20, outputTokens: 3, totalTokens: 23, reasoningTokens: null },
    ...{ cacheReadTokens: 4, cacheWriteTokens: null, costUsd: null, raw: {}, ...over },
  },
});
const said = (part: number, ...pieces: readonly string[]): readonly ChatEvent[] => [
  { kind: "text-start", part },
  ...pieces.map((text) => ({ kind: "text-delta", part, text }) as const),
];
const call = (part: number, id: string | null, name = "f"): ChatEvent => ({
  ...{ kind: "tool-call-start", part, id, name, argumentsText: null },
});
const args = (part: number, argumentsText: string): ChatEvent => ({ kind: "tool-call-delta", part, argumentsText });
const ends = (part: number): ChatEvent => ({ kind: "part-end", part });
const end: ChatEvent = { kind: "reply-end" };

describe("a whole stream", () => {
  test("is written as Anthropic writes it", () => {
    const info: ChatEvent = { kind: "reply-info", id: "msg_01abc", model: "m", upstream: null };
    expect(written([info, ...said(0, "Hel", "lo"), ends(0), finish(), usage(), end])).toEqual([
      {
        type: "message_start",
        message: {
          ...{ id: "msg_01abc", type: "message", role: "assistant", model: "kimi", content: [] },
          ...{ stop_reason: null, stop_sequence: null, stop_details: null, container: null, diagnostics: null },
          usage: {
            ...{ input_tokens: 0, cache_creation_input_tokens: null, cache_read_input_tokens: null },
            ...{ cache_creation: null, output_tokens: 0, output_tokens_details: null, server_tool_use: null },
            ...{ service_tier: null, inference_geo: null, speed: null },
          },
        },
      },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "ping" },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hel" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "lo" } },
      { type: "content_block_stop", index: 0 },
      {
        type: "message_delta",
        delta: { stop_reason: "end_turn", stop_sequence: null, stop_details: null, container: null },
        usage: {
          ...{ input_tokens: 16, cache_creation_input_tokens: null, cache_read_input_tokens: 4 },
          ...{ cache_creation: null, output_tokens: 3, output_tokens_details: null, server_tool_use: null },
          ...{ service_tier: null, inference_geo: null, speed: null },
        },
      },
      { type: "message_stop" },
    ]);
  });

  test("a reply without content is a message without blocks, and blank text is one blank block", () => {
    expect(short(written([finish(), end]))).toEqual(["message_start", "message_delta", "message_stop"]);
    expect(short(written([...said(0, ""), finish(), end])).slice(1, 4)).toEqual([
      ["start", 0, "text", ""],
      "ping",
      ["stop", 0],
    ]);
  });

  test("nothing follows message_stop", () => {
    const stream = opened();
    for (const event of [...said(0, "a"), finish(), end]) stream.write(event);
    expect(stream.write({ kind: "text-delta", part: 0, text: "b" })).toBe("");
    expect(stream.end({ message: "late", type: "api_error", code: null, param: null })).toBe("");
  });

  test("text of any kind is JSON on the short path too", () => {
    const text = 'a"\\\n\u2028é😀';
    const deltas = written([...said(0, "x", text), finish(), end]).filter(({ type }) => type === "content_block_delta");
    expect(deltas.map((record) => textIn(record, "text"))).toEqual(["x", text]);
  });
});

describe("blocks never overlap", () => {
  test("calls whose pieces interleave come one after another", () => {
    const events = [call(0, "a"), call(1, "b"), args(1, '{"y"'), args(0, '{"x":1}'), args(1, ":2}"), ends(0), ends(1)];
    expect(short(written([...events, finish({ kind: "tool-calls" }), end]))).toEqual([
      "message_start",
      ["start", 0, "tool_use", "a", "f", {}, { type: "direct" }],
      "ping",
      ["delta", 0, "input_json_delta", '{"x":1}'],
      ["stop", 0],
      ["start", 1, "tool_use", "b", "f", {}, { type: "direct" }],
      ["delta", 1, "input_json_delta", '{"y"'],
      ["delta", 1, "input_json_delta", ":2}"],
      ["stop", 1],
      "message_delta",
      "message_stop",
    ]);
  });

  test("text that goes on after thinking has another block", () => {
    const thinking: readonly ChatEvent[] = [
      { kind: "reasoning-start", part: 1, field: "reasoning" },
      { kind: "reasoning-delta", part: 1, text: "hm" },
    ];
    const back: ChatEvent = { kind: "text-delta", part: 0, text: "b" };
    expect(short(written([...said(0, "a"), ...thinking, back, finish(), end])).slice(1, -2)).toEqual([
      ["start", 0, "text", ""],
      "ping",
      ["delta", 0, "text_delta", "a"],
      ["stop", 0],
      ["start", 1, "thinking", "", ""],
      ["delta", 1, "thinking_delta", "hm"],
      ["stop", 1],
      ["start", 2, "text", ""],
      ["delta", 2, "text_delta", "b"],
      ["stop", 2],
    ]);
  });

  test("text behind a call that goes on waits for its end", () => {
    const events = [call(0, "a"), ...said(1, "x"), args(0, "{}"), ends(0)];
    const kinds = short(written([...events, finish(), end])).map((one) =>
      Array.isArray(one) ? one.slice(0, 3).join(" ") : one,
    );
    expect(kinds.slice(1, -2)).toEqual([
      ...["start 0 tool_use", "ping", "delta 0 input_json_delta", "stop 0"],
      ...["start 1 text", "delta 1 text_delta", "stop 1"],
    ]);
  });
});

describe("calls", () => {
  test("a block waits for the id and the name", () => {
    const late: ChatEvent = { kind: "tool-call-info", part: 0, id: "a", name: null };
    const stream = opened();
    expect(stream.write(call(0, null))).toBe("");
    expect(stream.write(args(0, '{"x"'))).toBe("");
    expect(short(dataIn(stream.write(late))).slice(1)).toEqual([
      ["start", 0, "tool_use", "a", "f", {}, { type: "direct" }],
      "ping",
      ["delta", 0, "input_json_delta", '{"x"'],
    ]);
  });

  test("a call without arguments has one empty piece, and one without an id gets one at its end", () => {
    const records = written([call(0, null), ends(0), finish({ kind: "tool-calls" }), end]);
    const [, start, , delta] = records;
    expect(start).toMatchObject({ content_block: { id: expect.stringMatching(/^call_[0-9a-f]{24}$/), input: {} } });
    expect(delta).toMatchObject({ delta: { type: "input_json_delta", partial_json: "" } });
  });

  test("an end of turn beside calls becomes tool_use", () => {
    const records = written([call(0, "a"), args(0, "{}"), finish({ raw: "end_turn" }), end]);
    expect(records.at(-2)).toMatchObject({ delta: { stop_reason: "tool_use" } });
  });
});

describe("opaque reasoning", () => {
  const begun = (field: string): readonly ChatEvent[] => [
    { kind: "reasoning-start", part: 0, field },
    { kind: "reasoning-delta", part: 0, text: "hm" },
  ];

  test("pieces of a signature of Claude's are sent as one, at the end of the block", () => {
    const signature = (text: string): ChatEvent => ({ kind: "reasoning-signature", part: 0, signature: text });
    const events = [...begun("thinking"), signature("ab"), signature("cd"), ends(0)];
    expect(short(written([...events, finish(), end])).slice(3, 6)).toEqual([
      ["delta", 0, "thinking_delta", "hm"],
      ["delta", 0, "signature_delta", "abcd"],
      ["stop", 0],
    ]);
  });

  test("details of another vendor that come after the text have a block of their own, which reads as what came", () => {
    const details = [{ type: "reasoning.encrypted", data: "x", format: "openai-responses-v1" }];
    const late: ChatEvent = { kind: "reasoning-details", part: 0, details };
    const records = written([...begun("reasoning"), ends(0), ...said(1, "a"), ends(1), late, finish(), end]);
    const last = records.findLast(({ type }) => type === "content_block_start");
    expect(last).toMatchObject({ index: 2, content_block: { type: "redacted_thinking" } });
    expect(unpackOpaque(textIn(last, "data"))?.opaque).toEqual({
      field: "reasoning",
      signature: null,
      redacted: null,
      details,
    });
  });
});

describe("another model's reply goes on", () => {
  test("the open block ends, says that it was given up, and the next has the next index", () => {
    const stream = opened();
    const before: readonly ChatEvent[] = [
      { kind: "reply-info", id: "msg_first", model: "m", upstream: null },
      { kind: "reasoning-start", part: 0, field: "reasoning" },
      { kind: "reasoning-delta", part: 0, text: "hm" },
      usage({ outputTokens: 999 }),
    ];
    let text = before.map((event) => stream.write(event)).join("");
    stream.restart({ ...asked, model: "other" });
    const after: readonly ChatEvent[] = [
      { kind: "reply-info", id: "msg_second", model: "n", upstream: null },
      ...said(0, "ok"),
      finish(),
      usage(),
      end,
    ];
    text += after.map((event) => stream.write(event)).join("");
    const records = dataIn(text);
    expect(records.filter(({ type }) => type === "message_start")).toHaveLength(1);
    expect(records[0]).toMatchObject({ message: { id: "msg_first", model: "kimi" } });
    const sealed = records.find((record) => textIn(record, "type") === "signature_delta");
    expect(unpackOpaque(textIn(sealed, "signature"))?.isGivenUp).toBe(true);
    expect(short(records).slice(4)).toEqual([
      ["delta", 0, "signature_delta", expect.any(String)],
      ["stop", 0],
      ["start", 1, "text", ""],
      ["delta", 1, "text_delta", "ok"],
      ["stop", 1],
      "message_delta",
      "message_stop",
    ]);
    expect(records.at(-2)).toMatchObject({ usage: { output_tokens: 3 } });
  });

  test("before anything was sent, the id is that of the reply that is sent", () => {
    const stream = opened();
    stream.write({ kind: "reply-info", id: "msg_first", model: "m", upstream: null });
    stream.restart(asked);
    const [start] = dataIn(
      said(0, "a")
        .map((event) => stream.write(event))
        .join(""),
    );
    expect(start).toMatchObject({ message: { id: "msg_5f3c11" } });
  });
});

describe("a failure", () => {
  const cut = truncatedFailure({ afterFinish: false, status: 200, requestId: null, raw: null, message: "cut" });

  test("in the middle is an error event, cleaned, and nothing follows it", () => {
    const stream = opened();
    for (const event of said(0, "a")) stream.write(event);
    const [only, ...more] = dataIn(stream.write({ kind: "reply-failed", failure: cut }));
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      type: "error",
      error: { type: "api_error", message: expect.stringMatching(/^\[clean\] /) },
    });
    expect(stream.write(end)).toBe("");
  });

  test("that the finish states is one too, and never a completed end", () => {
    const records = written([...said(0, "a"), finish({ kind: "error", raw: "malformed_tool_use" }), end]);
    expect(records.at(-1)).toMatchObject({ type: "error" });
    expect(records.map(({ type }) => type)).not.toContain("message_stop");
  });

  test("of the router can be the first that a stream sends", () => {
    const error = { message: "the router is shutting down", type: "server_error", code: "draining", param: null };
    expect(dataIn(opened().end(error))).toEqual([
      { type: "error", error: { type: "overloaded_error", message: "[clean] the router is shutting down" } },
    ]);
  });
});
