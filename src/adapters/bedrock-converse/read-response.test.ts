import { describe, expect, test } from "vitest";
import { eventFrame, exceptionFrame, frame, join } from "../../../test/support/converse-wire.js";
import { plainTarget } from "../../../test/support/plain-values.js";
import type { ChatEvent } from "../../chat/event.js";
import type { JsonObject } from "../../chat/json.js";
import { TransportError, type WireHeaders } from "../../wire/exchange.js";
import { type Aliases, noAliases } from "../adapter.js";
import { decodeFinish } from "./decode/finish.js";
import { startOfStream } from "./decode/stream-state.js";
import { decode } from "./decode.js";
import { step } from "./decode-stream.js";
import { mayBeStream, notAStream, readBody, readResponse } from "./read-response.js";

const origin = { status: 200, requestId: "req-1" };
const json: WireHeaders = [["content-type", "application/json"]];
const stream: WireHeaders = [["content-type", "application/vnd.amazon.eventstream"]];

type Given = {
  readonly chunks?: readonly Uint8Array[];
  readonly status?: number;
  readonly headers?: WireHeaders;
  readonly streaming?: boolean;
  readonly error?: TransportError;
  readonly aliases?: Aliases;
};

async function* chunksOf({ chunks = [], error }: Given): AsyncIterable<Uint8Array> {
  yield* chunks;
  if (error !== undefined) throw error;
}

async function eventsOf(given: Given): Promise<ChatEvent[]> {
  const { status = 200, streaming = true, aliases = noAliases } = given;
  const target = plainTarget({ api: streaming ? "converse-stream" : "converse" });
  const response = { status, headers: given.headers ?? (streaming ? stream : json), chunks: chunksOf(given) };
  const events: ChatEvent[] = [];
  for await (const event of readResponse(response, { target, aliases })) events.push(event);
  return events;
}

const failureOf = async (given: Given) => {
  const last = (await eventsOf(given)).at(-1);
  return last?.kind === "reply-failed" ? last.failure : null;
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const whole = {
  output: { message: { role: "assistant", content: [{ text: "a" }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
};
const messageStart = eventFrame("messageStart", { role: "assistant" });
const text = eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text: "a" } });
const messageStop = eventFrame("messageStop", { stopReason: "end_turn" });
const metadata = eventFrame("metadata", { usage: whole.usage, metrics: { latencyMs: 1 } });

describe("a response", () => {
  test.each([
    [199, "refused"],
    [200, null],
    [299, null],
    [300, "refused"],
    [429, "refused"],
  ])("of the status %i is %s, whole or streamed", async (status, phase) => {
    const body = [bytes(JSON.stringify(whole))];
    expect((await failureOf({ streaming: false, chunks: body, status }))?.phase ?? null).toBe(phase);
    const frames = [messageStart, text, messageStop, metadata];
    expect((await failureOf({ chunks: frames, status }))?.phase ?? null).toBe(phase);
  });

  test("that refuses begins no reply and keeps its words", async () => {
    const events = await eventsOf({ status: 429, headers: json, chunks: [bytes('{"message":"Too many requests"}')] });
    expect(events).toMatchObject([{ kind: "reply-failed", failure: { kind: "throttled", status: 429 } }]);
  });

  test.each<[string | null, boolean]>([
    ["application/vnd.amazon.eventstream", true],
    ["Application/Vnd.Amazon.Eventstream; x=1", true],
    ["", true],
    [null, true],
    ["x application/vnd.amazon.eventstream", false],
    ["application/json", false],
  ])("of the content type %j may be a stream: %s", async (type, expected) => {
    const headers: WireHeaders = type === null ? [] : [["content-type", type]];
    expect(mayBeStream(headers)).toBe(expected);
    const events = await eventsOf({ headers, chunks: [messageStart, text, messageStop, metadata] });
    expect(events.at(-1)?.kind).toBe(expected ? "reply-end" : "reply-failed");
  });

  test("of a whole request is read whole, whatever it calls itself", async () => {
    const chunks = [bytes(JSON.stringify(whole))];
    expect((await eventsOf({ streaming: false, headers: stream, chunks })).at(-1)?.kind).toBe("reply-end");
    expect((await eventsOf({ streaming: true, headers: json, chunks })).at(-1)?.kind).toBe("reply-failed");
  });

  test.each([true, false])(
    "that breaks inside its whole body is a failure of the connection (streaming: %s)",
    async (streaming) => {
      const events = await eventsOf({
        streaming,
        headers: json,
        chunks: [bytes("{")],
        error: new TransportError("reset", "gone"),
      });
      expect(events).toMatchObject([
        { kind: "reply-start", status: 200 },
        { kind: "reply-failed", failure: { phase: "body", afterFinish: false, status: 200 } },
      ]);
    },
  );

  test("gets back the names of tools that were sent under another one, whole and streamed", async () => {
    const aliases: Aliases = { toolNames: new Map([["f_1", "f.1"]]), toolCallIds: new Map([["i_1", "i.1"]]) };
    const call = { toolUse: { toolUseId: "i_1", name: "f_1", input: {} } };
    const body = { ...whole, output: { message: { role: "assistant", content: [call] } } };
    const expected = expect.objectContaining({ kind: "tool-call-start", id: "i.1", name: "f.1" });
    expect(await eventsOf({ streaming: false, aliases, chunks: [bytes(JSON.stringify(body))] })).toContainEqual(
      expected,
    );
    const start = eventFrame("contentBlockStart", { contentBlockIndex: 0, start: call });
    expect(await eventsOf({ aliases, chunks: [start] })).toContainEqual(expected);
  });
});

describe("a stream", () => {
  test("that is whole ends, in one chunk and in any two", async () => {
    const textEnd = eventFrame("contentBlockStop", { contentBlockIndex: 0 });
    const all = join(messageStart, text, textEnd, messageStop, metadata);
    const expected = await eventsOf({ chunks: [all] });
    expect(expected.map(({ kind }) => kind)).toEqual([
      "reply-start",
      "text-start",
      "text-delta",
      "part-end",
      "finish",
      "usage",
      "reply-end",
    ]);
    for (let at = 0; at <= all.length; at += 1) {
      expect(await eventsOf({ chunks: [all.subarray(0, at), all.subarray(at)] })).toEqual(expected);
    }
  });

  test.each<[string, Uint8Array[], string, boolean]>([
    ["nothing", [], "the body ended without any bytes, before messageStop", false],
    ["a frame", [messageStart], "the body ended between two events, before messageStop", false],
    ["half a frame", [messageStart.subarray(0, 20)], "the body ended inside an event, before messageStop", false],
    ["one byte", [messageStart.subarray(0, 1)], "the body ended inside an event, before messageStop", false],
    [
      "half a frame behind the end",
      [messageStop, metadata.subarray(0, 20)],
      "the body ended inside an event after messageStop",
      true,
    ],
  ])("that ends after %s is cut", async (_, chunks, message, afterFinish) => {
    expect(await failureOf({ chunks })).toMatchObject({
      kind: "truncated",
      message,
      afterFinish,
      status: 200,
      raw: null,
    });
  });

  test("that breaks says whether the finish had come", async () => {
    const error = new TransportError("reset", "gone");
    expect(await failureOf({ chunks: [text], error })).toMatchObject({
      phase: "body",
      afterFinish: false,
      status: 200,
    });
    expect(await failureOf({ chunks: [messageStop], error })).toMatchObject({ phase: "body", afterFinish: true });
  });

  test("with a wrong checksum keeps the frames before it, and nothing after is read", async () => {
    const broken = Uint8Array.from(metadata);
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    const events = await eventsOf({ chunks: [join(messageStart, text, broken), messageStop] });
    expect(events.map(({ kind }) => kind)).toEqual(["reply-start", "text-start", "text-delta", "reply-failed"]);
    expect(events.at(-1)).toMatchObject({ failure: { kind: "protocol", afterFinish: false, raw: null } });
    expect(await failureOf({ chunks: [join(messageStop, broken)] })).toMatchObject({
      kind: "protocol",
      afterFinish: true,
    });
  });

  test("with an exception fails by its name, and what follows in the same chunk is not read", async () => {
    const exception = exceptionFrame("throttlingException", { message: "Too many tokens" });
    const events = await eventsOf({ chunks: [join(text, exception, text)] });
    expect(events.map(({ kind }) => kind)).toEqual(["reply-start", "text-start", "text-delta", "reply-failed"]);
    expect(events.at(-1)).toMatchObject({
      failure: {
        kind: "throttled",
        code: "throttlingException",
        afterFinish: false,
        raw: '{"message":"Too many tokens"}',
      },
    });
    expect(await failureOf({ chunks: [messageStop, exception] })).toMatchObject({
      kind: "throttled",
      afterFinish: true,
    });
  });

  test("with an error message fails by its code, with or without words", async () => {
    const error = (headers: { readonly [name: string]: string }) => frame({ ":message-type": "error", ...headers }, "");
    const spoken = error({ ":error-code": "InternalFailure", ":error-message": "It broke" });
    expect(await failureOf({ chunks: [spoken] })).toMatchObject({ code: "InternalFailure", phase: "body", raw: null });
    expect((await failureOf({ chunks: [spoken] }))?.message).toContain("It broke");
    expect(await failureOf({ chunks: [error({ ":error-code": "InternalFailure" })] })).toMatchObject({
      code: "InternalFailure",
    });
  });

  test.each<[string, Uint8Array, string | RegExp]>([
    [
      "neither event, exception nor error",
      frame({ ":message-type": "odd" }, "{}"),
      "a frame is neither event, exception nor error",
    ],
    ["no JSON", eventFrame("messageStop", "{oops"), /^the payload of messageStop is not JSON: /],
    ["no object", eventFrame("messageStop", "[1]"), "the payload of messageStop is not a JSON object"],
  ])("with a frame that is %s breaks the protocol", async (_, bad, message) => {
    expect(await failureOf({ chunks: [bad] })).toMatchObject({
      kind: "protocol",
      message: message instanceof RegExp ? expect.stringMatching(message) : message,
      afterFinish: false,
      status: 200,
    });
    expect((await eventsOf({ chunks: [bad, messageStop] })).at(-1)?.kind).toBe("reply-failed");
  });
});

describe("a whole body", () => {
  test.each<[string, string, string | RegExp, string | null]>([
    ["", "truncated", "the body is empty", null],
    ['{"output":', "truncated", /^the body is not JSON: /, '{"output":'],
    ["<html>", "protocol", "an HTML page", "<html>"],
    ["It rains.", "protocol", /^the body is not JSON: .*: "It rains\."$/, "It rains."],
    ["[]", "protocol", "the reply is not a JSON object", "[]"],
    ["{}", "protocol", "the reply has no output", "{}"],
    ['{"output":{}}', "protocol", "the reply's output is empty, not a message", '{"output":{}}'],
    ['{"output":{"a":1,"b":2}}', "protocol", "the reply's output is a, b, not a message", '{"output":{"a":1,"b":2}}'],
    ['{"output":{"message":{}}}', "protocol", "the reply's message has no content", '{"output":{"message":{}}}'],
  ])("%j is a failure: %s", (body, kind, message, raw) => {
    const matching = message instanceof RegExp ? expect.stringMatching(message) : message;
    expect(readBody(body, origin)).toEqual([
      {
        kind: "reply-failed",
        failure: expect.objectContaining({ kind, message: matching, raw, afterFinish: false, ...origin }),
      },
    ]);
  });

  const toldOf = (changes: JsonObject) => decode({ ...whole, ...changes }, { ...origin, text: null });
  const notesIn = (events: readonly ChatEvent[]) =>
    events.flatMap((event) => (event.kind === "note" ? [event.note] : []));

  test("is whole without a note", () => {
    expect(toldOf({ metrics: {}, additionalModelResponseFields: {}, performanceConfig: {}, serviceTier: {} })).toEqual([
      { kind: "text-start", part: 0 },
      { kind: "text-delta", part: 0, text: "a" },
      { kind: "part-end", part: 0 },
      { kind: "finish", finish: { kind: "stop", raw: "end_turn", nativeRaw: null, stopSequence: null } },
      { kind: "usage", usage: expect.objectContaining({ inputTokens: 1, outputTokens: 1, totalTokens: 2 }) },
      { kind: "reply-end" },
    ]);
  });

  test.each<[JsonObject, string, string]>([
    [{ stopReason: null }, "finish-missing", "the reply has no stopReason"],
    [{ usage: null }, "usage-missing", "the reply has no usage"],
    [{ odd: 1 }, "unknown-field", "the reply has a member odd, which is not read"],
    [{ output: { message: { role: "user", content: [] } } }, "unexpected-role", "the message's role is user"],
    [{ output: { message: { content: [] } } }, "unexpected-role", "the message's role is absent"],
  ])("with %j is noted as %s", (changes, id, message) => {
    expect(notesIn(toldOf(changes))).toEqual([{ id, message }]);
  });

  const blocks = (...content: (JsonObject | string)[]) =>
    toldOf({ output: { message: { role: "assistant", content } } }).slice(0, -3);
  const end: ChatEvent = { kind: "part-end", part: 0 };
  const call = (argumentsText: string | null): ChatEvent[] => [
    { kind: "tool-call-start", part: 0, id: "i", name: "f", argumentsText },
    end,
  ];
  const cited = (count: number, ...texts: string[]): ChatEvent[] => [
    { kind: "text-start", part: 0 },
    ...texts.map((one): ChatEvent => ({ kind: "text-delta", part: 0, text: one })),
    {
      kind: "note",
      note: { id: "citations", message: `${count} citations came with the text; only the text is kept` },
    },
    end,
  ];

  test.each<[JsonObject | string, ChatEvent[]]>([
    [{ text: "" }, [{ kind: "text-start", part: 0 }, { kind: "text-delta", part: 0, text: "" }, end]],
    [{ toolUse: { toolUseId: "i", name: "f", input: { a: 1 } } }, call('{"a":1}')],
    [{ toolUse: { toolUseId: "i", name: "f" } }, call(null)],
    [{ reasoningContent: {} }, [{ kind: "reasoning-start", part: 0, field: "reasoningContent" }, end]],
    [
      { reasoningContent: { reasoningText: { text: "r", signature: "s" }, redactedContent: "d" } },
      [
        { kind: "reasoning-start", part: 0, field: "reasoningContent" },
        { kind: "reasoning-delta", part: 0, text: "r" },
        { kind: "reasoning-signature", part: 0, signature: "s" },
        { kind: "reasoning-redacted", part: 0, redacted: "d" },
        end,
      ],
    ],
    [{ citationsContent: {} }, cited(0)],
    [
      { citationsContent: { content: [{ text: "a" }, {}, "x", { text: "b" }], citations: [{}, {}] } },
      cited(2, "a", "b"),
    ],
  ])("reads the block %j", (block, expected) => {
    expect(blocks(block)).toEqual(expected);
  });

  test("keeps other blocks as they came", () => {
    const kept = (block: JsonObject | string) =>
      blocks(block).filter(({ kind }) => kind !== "note" && kind !== "part-end");
    const server = { toolUse: { toolUseId: "i", name: "f", type: "server_tool_use" } };
    for (const raw of ["x", { image: {}, odd: 1 }, server])
      expect(kept(raw)).toEqual([{ kind: "other-part", part: 0, raw }]);
    expect(notesIn(blocks("x"))[0]?.message).toBe(
      "output.message.content[0] (not an object) is of a kind that is not read, and kept unchanged",
    );
    expect(notesIn(blocks({ image: {}, odd: 1 }))[0]?.message).toBe(
      "output.message.content[0] (image, odd) is of a kind that is not read, and kept unchanged",
    );
  });
});

test.each<[JsonObject, string | null]>([
  [{}, null],
  [{ additionalModelResponseFields: {} }, null],
  [{ additionalModelResponseFields: { stop_sequence: "X" } }, "X"],
  [{ additionalModelResponseFields: { delta: { stop_sequence: "Y" } } }, "Y"],
  [{ additionalModelResponseFields: { delta: {} } }, null],
  [{ additionalModelResponseFields: { stop_sequence: "X", delta: { stop_sequence: "Y" } } }, "X"],
])("the stop sequence of %j is %j", (fields, expected) => {
  expect(decodeFinish({ stopReason: "odd", ...fields })).toEqual({
    kind: "other",
    raw: "odd",
    nativeRaw: null,
    stopSequence: expected,
  });
  expect(decodeFinish(fields)).toBeNull();
});

test("what answers a stream with something else is an error page, an empty body or another type", () => {
  const response = (headers: WireHeaders) => ({ status: 200, headers });
  const refused = notAStream(response([["content-type", "text/html"]]), { text: "<html>", bytes: 6 }, origin);
  expect(refused.raw).toBe("<html>");
  expect(notAStream(response(json), { text: "", bytes: 0 }, origin)).toMatchObject({
    kind: "truncated",
    message: "the body ended without any bytes, before messageStop",
    ...origin,
  });
  expect(notAStream(response(json), { text: "", bytes: 1 }, origin)).toMatchObject({
    kind: "protocol",
    message: "the body is application/json, not an event stream",
    afterFinish: false,
    raw: null,
  });
  expect(notAStream(response([]), { text: "", bytes: 1 }, origin).message).toBe(
    "the body is of unknown type, not an event stream",
  );
});

describe("a block of a stream", () => {
  type Event = readonly [type: string, payload: JsonObject];
  function told(...events: readonly Event[]): readonly ChatEvent[] {
    let state = startOfStream;
    return events.flatMap(([type, payload]) => {
      const next = step(state, { type, payload });
      state = next.state;
      return next.events;
    });
  }
  const delta = (of: JsonObject, at: JsonObject = { contentBlockIndex: 0 }): Event => [
    "contentBlockDelta",
    { ...at, delta: of },
  ];
  const start = (of: JsonObject | null): Event => [
    "contentBlockStart",
    { contentBlockIndex: 0, ...(of === null ? {} : { start: of }) },
  ];
  const stop: Event = ["contentBlockStop", { contentBlockIndex: 0 }];
  const note = (id: string, message: string): ChatEvent => ({ kind: "note", note: { id, message } });
  const reasoningStart: ChatEvent = { kind: "reasoning-start", part: 0, field: "reasoningContent" };

  test("without an index is one block, told apart from the block 1", () => {
    const missing = note("block-index-missing", "an event has no contentBlockIndex");
    const events = told(
      delta({ text: "a" }, {}),
      delta({ text: "b" }, { contentBlockIndex: 1 }),
      delta({ text: "c" }, {}),
    );
    expect(events).toEqual([
      missing,
      { kind: "text-start", part: 0 },
      { kind: "text-delta", part: 0, text: "a" },
      { kind: "text-start", part: 1 },
      { kind: "text-delta", part: 1, text: "b" },
      missing,
      { kind: "text-delta", part: 0, text: "c" },
    ]);
  });

  test.each<[Event[], ChatEvent[]]>([
    [[start(null)], []],
    [[start({})], []],
    [[stop], [note("empty-block", "block 0 ended without content")]],
    [[["contentBlockDelta", { contentBlockIndex: 0 }]], [note("delta-missing", "a delta of block 0 is empty")]],
    [[delta({ reasoningContent: {} })], [reasoningStart]],
    [[delta({ reasoningContent: { text: "r" } })], [reasoningStart, { kind: "reasoning-delta", part: 0, text: "r" }]],
    [
      [delta({ reasoningContent: { signature: "s" } })],
      [reasoningStart, { kind: "reasoning-signature", part: 0, signature: "s" }],
    ],
    [
      // "YQ==" is a, "Yg==" is b, "YWI=" is ab.
      [
        delta({ reasoningContent: { redactedContent: "YQ==" } }),
        delta({ reasoningContent: { redactedContent: "Yg==" } }),
      ],
      [
        reasoningStart,
        { kind: "reasoning-redacted", part: 0, redacted: "YQ==" },
        { kind: "reasoning-redacted", part: 0, redacted: "YWI=" },
      ],
    ],
    [
      [start({ toolUse: { toolUseId: "i", name: "f" } }), delta({ toolUse: {} })],
      [{ kind: "tool-call-start", part: 0, id: "i", name: "f", argumentsText: null }],
    ],
    [
      [delta({ toolUse: { input: "{" } })],
      [
        note("delta-without-start", "block 0 has arguments of a call without a start"),
        { kind: "tool-call-start", part: 0, id: null, name: null, argumentsText: null },
        { kind: "tool-call-delta", part: 0, argumentsText: "{" },
      ],
    ],
    [
      [delta({ text: "a" }), stop, stop, delta({ text: "b" })],
      [
        { kind: "text-start", part: 0 },
        { kind: "text-delta", part: 0, text: "a" },
        { kind: "part-end", part: 0 },
        note("block-end-repeated", "block 0 ended twice"),
        note("block-index-reused", "block 0 continues after its end"),
        { kind: "text-start", part: 1 },
        { kind: "text-delta", part: 1, text: "b" },
      ],
    ],
    [
      [delta({ text: "a" }), delta({ reasoningContent: { text: "r" } })],
      [
        { kind: "text-start", part: 0 },
        { kind: "text-delta", part: 0, text: "a" },
        note("block-kind-changed", "block 0 changed from text to reasoning"),
        { kind: "reasoning-start", part: 1, field: "reasoningContent" },
        { kind: "reasoning-delta", part: 1, text: "r" },
      ],
    ],
    [
      [delta({ citation: {} }), delta({ citation: {} })],
      [note("citations", "citations came with the text; only the text is kept")],
    ],
    [
      [start({ image: {} }), delta({ image: 1 })],
      [
        note("unknown-block", "block 0 has an unknown kind and is kept unchanged"),
        { kind: "other-part", part: 0, raw: [{ start: { image: {} } }] },
        { kind: "other-part", part: 0, raw: [{ start: { image: {} } }, { delta: { image: 1 } }] },
      ],
    ],
  ])("%j", (events, expected) => {
    expect(told(...events)).toEqual(expected);
  });
});
