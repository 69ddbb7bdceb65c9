import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import { noAliases } from "../adapter.js";
import {
  block,
  blockDelta,
  blockStart,
  blockStop,
  callBlock,
  event,
  messageDelta,
  messageStart,
  messageStop,
  noteIds,
  ping,
  read,
  sse,
  textBlock,
} from "./stream.fixture.js";

const call = { id: "toolu_01", name: "get_weather" };

/** A stream with reasoning, text and a call, as Anthropic sends it: a ping after the first block has begun. */
const records: readonly JsonObject[] = [
  messageStart({
    usage: { input_tokens: 12, cache_creation_input_tokens: 3, cache_read_input_tokens: 5, output_tokens: 1 },
  }),
  blockStart(0, { type: "thinking", thinking: "", signature: "" }),
  ping,
  blockDelta(0, { type: "thinking_delta", thinking: "Paris is " }),
  blockDelta(0, { type: "thinking_delta", thinking: "meant — 🗼", estimated_tokens: 4 }),
  blockDelta(0, { type: "signature_delta", signature: "c2ln" }),
  blockStop(0),
  ...textBlock(1, "Let me ", "löök."),
  ...callBlock(2, call, "", '{"location"', ':"Paris"}'),
  messageDelta({ stop_reason: "tool_use" }, { output_tokens: 41, output_tokens_details: { thinking_tokens: 7 } }),
  messageStop,
];

const parts = [
  {
    kind: "reasoning",
    text: "Paris is meant — 🗼",
    signature: "c2ln",
    redacted: null,
    details: null,
    field: "thinking",
  },
  { kind: "text", text: "Let me löök." },
  { kind: "tool-call", id: "toolu_01", name: "get_weather", argumentsText: '{"location":"Paris"}' },
];

describe("a whole stream", () => {
  test.each([1, 2, 7, 64, 100_000])("is read alike in pieces of %i bytes", async (pieces) => {
    const reply = await read(sse(...records), { pieces });
    expect(reply).toMatchObject({
      id: "msg_01",
      model: "claude-sonnet-4-6",
      status: 200,
      completeness: "complete",
      finish: { kind: "tool-calls", raw: "tool_use", stopSequence: null },
      parts,
      failure: null,
      notes: [],
      textPieces: 2,
    });
  });

  test("counts the prompt as the sum of its three parts, and the output of the last event", async () => {
    const { usage } = await read(sse(...records));
    expect(usage).toMatchObject({
      inputTokens: 20,
      outputTokens: 41,
      totalTokens: null,
      reasoningTokens: 7,
      cacheReadTokens: 5,
      cacheWriteTokens: 3,
    });
    expect(usage?.raw).toEqual({
      input_tokens: 12,
      cache_creation_input_tokens: 3,
      cache_read_input_tokens: 5,
      output_tokens: 41,
      output_tokens_details: { thinking_tokens: 7 },
    });
  });

  test("is read with CR LF and with CR as its line ends, and behind a byte order mark", async () => {
    const text = sse(...records);
    for (const written of [text.replaceAll("\n", "\r\n"), text.replaceAll("\n", "\r"), `\ufeff${text}`]) {
      expect((await read(written, { pieces: 3 })).parts).toEqual(parts);
    }
  });

  test.each([
    ["before the first block (Vertex AI)", [messageStart(), ping, ...records.slice(1)]],
    ["between blocks (Azure)", [...records.slice(0, 7), ping, ping, ...records.slice(7)]],
    ["first of all", [ping, ...records]],
    ["after the end", [...records, ping]],
    ["nowhere (Bedrock)", records.filter((record) => record !== ping)],
  ])("has its ping %s", async (_, written) => {
    const reply = await read(sse(...written));
    expect(reply).toMatchObject({ completeness: "complete", parts, notes: [] });
  });

  test("may have comments, and a [DONE] that the API does not have", async () => {
    const reply = await read(`: OPENROUTER PROCESSING\n\n${sse(...records)}data: [DONE]\n\n`);
    expect(reply).toMatchObject({ completeness: "complete", parts });
    expect(noteIds(reply)).toEqual(["done-mark", "comments"]);
  });

  test("may begin with the whole message, which message_stop follows at once", async () => {
    const content = [{ type: "tool_use", id: "toolu_01", name: "get_weather", input: { location: "Paris" } }];
    const usage = { input_tokens: 0, output_tokens: 3 };
    const reply = await read(sse(messageStart({ content, stop_reason: "tool_use", usage }), messageStop));
    expect(reply).toMatchObject({
      completeness: "complete",
      parts: [{ kind: "tool-call", id: "toolu_01", argumentsText: '{"location":"Paris"}' }],
      finish: { kind: "tool-calls", raw: "tool_use" },
      usage: { outputTokens: 3 },
    });
  });

  test("that begins with content and no stop reason has no finish, and no output is counted", async () => {
    const content = [{ type: "text", text: "Hi" }];
    const reply = await read(sse(messageStart({ content }), messageStop));
    expect(reply).toMatchObject({ finish: null, usage: { outputTokens: null } });
  });

  test("later counts of the prompt replace the first ones, and null replaces nothing", async () => {
    const delta = messageDelta({}, { input_tokens: 61, cache_read_input_tokens: null, output_tokens: 2 });
    const { usage } = await read(sse(messageStart(), ...textBlock(0, "a"), delta, messageStop));
    expect(usage).toMatchObject({ inputTokens: 61, cacheReadTokens: 0, outputTokens: 2 });
  });

  test("the tokens written to a cache may be counted by their lifetime alone", async () => {
    const usage = { input_tokens: 1, cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 6 } };
    const reply = await read(sse(messageStart({ usage }), ...textBlock(0, "a"), messageDelta({}), messageStop));
    expect(reply.usage).toMatchObject({ inputTokens: 11, cacheWriteTokens: 10 });
  });

  test("gives ids and names back as the caller knows them", async () => {
    const aliases = {
      toolCallIds: new Map([["toolu_01", "call:1"]]),
      toolNames: new Map([["get_weather", "get.weather"]]),
    };
    const reply = await read(sse(...records), { aliases });
    expect(reply.parts[2]).toMatchObject({ id: "call:1", name: "get.weather" });
    expect((await read(sse(...records), { aliases: noAliases })).parts[2]).toMatchObject(call);
  });
});

describe("the end of a stream", () => {
  const text = sse(messageStart(), ...textBlock(0, "Größe 🗼"), messageDelta({}), messageStop);
  const bytes = new TextEncoder().encode(text);

  test("cut at any byte, it is truncated", async () => {
    const read0 = await Promise.all(
      Array.from({ length: bytes.length }, async (_, end) => (await read(bytes.subarray(0, end))).completeness),
    );
    expect(new Set(read0)).toEqual(new Set(["truncated"]));
    expect((await read(bytes)).completeness).toBe("complete");
  });

  test("keeps what had arrived", async () => {
    const cut = await read(text.slice(0, text.indexOf("event: message_delta")));
    expect(cut).toMatchObject({
      completeness: "truncated",
      parts: [{ kind: "text", text: "Größe 🗼" }],
      finish: null,
      failure: {
        kind: "truncated",
        phase: "body",
        message: "the stream ended before message_stop",
        afterFinish: false,
      },
    });
    expect((await read(text.slice(0, -1))).failure?.message).toBe(
      "the body ended inside an event, before message_stop",
    );
    expect((await read("")).failure?.message).toBe("the body ended before any event");
  });

  test("a stop reason does not end it, nor does [DONE]", async () => {
    const open = sse(messageStart(), ...textBlock(0, "a"), messageDelta({}));
    expect(await read(open)).toMatchObject({ completeness: "truncated", finish: { raw: "end_turn" } });
    expect(await read(`${open}data: [DONE]\n\n`)).toMatchObject({ completeness: "truncated" });
  });

  test("broken in an event after message_stop, it is truncated after its finish", async () => {
    expect((await read(`${text}event: pi`)).completeness).toBe("truncated-after-finish");
  });

  test("what comes after message_stop is not read", async () => {
    const more = sse(messageStart({ id: "msg_02" }), ...textBlock(0, "b"), messageDelta({}), messageStop);
    const reply = await read(`${text}${more}`);
    expect(reply).toMatchObject({ id: "msg_01", completeness: "complete", parts: [{ text: "Größe 🗼" }] });
    expect(noteIds(reply)).toEqual(["event-after-finish"]);
  });
});

describe("the stop reason", () => {
  test.each([
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["pause_turn", "stop"],
    ["compaction", "stop"],
    ["tool_use", "tool-calls"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["refusal", "content-filter"],
    ["a_new_one", "other"],
  ] as const)("%s is %s", async (word, kind) => {
    const reply = await read(
      sse(messageStart(), ...textBlock(0, "a"), messageDelta({ stop_reason: word }), messageStop),
    );
    expect(reply.finish).toEqual({ kind, raw: word, nativeRaw: null, stopSequence: null });
  });

  test("comes with the sequence that was hit", async () => {
    const hit = messageDelta({ stop_reason: "stop_sequence", stop_sequence: "\nbravo" });
    const { finish } = await read(sse(messageStart(), ...textBlock(0, "alpha"), hit, messageStop));
    expect(finish).toMatchObject({ kind: "stop", raw: "stop_sequence", stopSequence: "\nbravo" });
  });

  test("may come with its reasons, which are noted", async () => {
    const details = { type: "refusal", category: "bio", explanation: null };
    const reply = await read(
      sse(messageStart(), messageDelta({ stop_reason: "refusal", stop_details: details }), messageStop),
    );
    expect(reply.notes).toEqual([
      {
        id: "stop-details",
        message: 'the stop reason comes with {"type":"refusal","category":"bio","explanation":null}',
      },
    ]);
    expect(reply.parts).toEqual([]);
  });

  test("that is missing is null", async () => {
    expect(await read(sse(messageStart(), ...textBlock(0, "a"), messageStop))).toMatchObject({
      completeness: "complete",
      finish: null,
    });
  });
});

describe("a call", () => {
  const ofCall = async (...written: readonly JsonObject[]) =>
    (await read(sse(messageStart(), ...written, messageDelta({ stop_reason: "tool_use" }), messageStop))).parts;

  test.each<[what: string, pieces: readonly string[], argumentsText: string]>([
    ["without arguments sends an empty delta", [""], "{}"],
    ["sends an empty delta before its arguments", ["", '{"a":', "1}"], '{"a":1}'],
    ["has no delta at all has the input that it began with", [], "{}"],
  ])("that %s", async (_, pieces, argumentsText) => {
    expect(await ofCall(...callBlock(0, call, ...pieces))).toEqual([{ kind: "tool-call", ...call, argumentsText }]);
  });

  test("keeps the input that it began with, where no delta brings another", async () => {
    const whole = { ...call, input: { location: "Paris" } };
    expect(await ofCall(...callBlock(0, whole, ""))).toMatchObject([{ argumentsText: '{"location":"Paris"}' }]);
    expect(await ofCall(...callBlock(0, whole, '{"location":"Rome"}'))).toMatchObject([
      { argumentsText: '{"location":"Rome"}' },
    ]);
  });

  test("that says nothing of its input has no arguments", async () => {
    const start = { type: "tool_use", ...call };
    expect(await ofCall(...block(0, start))).toEqual([{ kind: "tool-call", ...call, argumentsText: null }]);
  });

  test("that is cut keeps its arguments as they are", async () => {
    const reply = await read(sse(messageStart(), ...callBlock(0, call, '{"loc').slice(0, -1)));
    expect(reply).toMatchObject({ completeness: "truncated", parts: [{ ...call, argumentsText: '{"loc' }] });
  });

  test("of ollama has an id of its own form", async () => {
    expect(await ofCall(...callBlock(0, { id: "call_3wfh6xzl", name: "f" }, "{}"))).toMatchObject([
      { id: "call_3wfh6xzl" },
    ]);
  });
});

describe("reasoning", () => {
  const ofBlocks = async (...written: readonly JsonObject[]) =>
    await read(sse(messageStart(), ...written, messageDelta({}), messageStop));
  const plain = { kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: "thinking" };

  test("may have a signature and no text", async () => {
    const start = { type: "thinking", thinking: "", signature: "" };
    const { parts: read0 } = await ofBlocks(...block(0, start, { type: "signature_delta", signature: "abc" }));
    expect(read0).toEqual([{ ...plain, text: "", signature: "abc" }]);
  });

  test("may be redacted, whole in its start", async () => {
    const { parts: read0 } = await ofBlocks(...block(0, { type: "redacted_thinking", data: "opaque" }));
    expect(read0).toEqual([{ ...plain, redacted: "opaque" }]);
  });

  test("that goes on after its signature is noted", async () => {
    const start = { type: "thinking", thinking: "" };
    const deltas = [
      { type: "signature_delta", signature: "abc" },
      { type: "thinking_delta", thinking: "late" },
    ];
    expect(noteIds(await ofBlocks(...block(0, start, ...deltas)))).toEqual(["signature-not-last"]);
    const twice = [deltas[0] ?? {}, deltas[0] ?? {}];
    expect(noteIds(await ofBlocks(...block(0, start, ...twice)))).toEqual(["signature-not-last"]);
  });
});

describe("a block that we have no type for", () => {
  const ofBlocks = async (...written: readonly JsonObject[]) =>
    await read(sse(messageStart(), ...written, messageDelta({}), messageStop));

  test("is kept whole, in its place, with the input that its deltas make", async () => {
    const use = { type: "server_tool_use", id: "srvtoolu_01", name: "web_search", input: {} };
    const result = {
      type: "web_search_tool_result",
      tool_use_id: "srvtoolu_01",
      content: [{ type: "web_search_result" }],
    };
    const reply = await ofBlocks(
      ...textBlock(0, "a"),
      ...block(
        1,
        use,
        { type: "input_json_delta", partial_json: "" },
        { type: "input_json_delta", partial_json: '{"query":"x"}' },
      ),
      ...block(2, result),
      ...textBlock(3, "b"),
    );
    expect(reply.parts).toEqual([
      { kind: "text", text: "a" },
      { kind: "other", raw: { ...use, input: { query: "x" } } },
      { kind: "other", raw: result },
      { kind: "text", text: "b" },
    ]);
    expect(noteIds(reply)).toEqual(["unknown-block", "unknown-block"]);
  });

  test("grows by the members of its deltas", async () => {
    const deltas = ["The user ", "asked."].map((content) => ({ type: "compaction_delta", content }));
    const { parts: read0 } = await ofBlocks(...block(0, { type: "compaction", content: null }, ...deltas));
    expect(read0).toEqual([{ kind: "other", raw: { type: "compaction", content: "The user asked." } }]);
  });

  test("whose input is cut keeps its text", async () => {
    const use = { type: "mcp_tool_use", id: "mcptoolu_01", name: "f", server_name: "s", input: {} };
    const reply = await ofBlocks(...block(0, use, { type: "input_json_delta", partial_json: '{"query":' }));
    expect(reply.parts).toEqual([{ kind: "other", raw: { ...use, input: '{"query":' } }]);
    expect(noteIds(reply)).toEqual(["unknown-block", "block-input"]);
  });

  test("that does not end is kept too", async () => {
    const reply = await read(sse(messageStart(), blockStart(0, { type: "fallback", from: "a", to: "b" })));
    expect(reply).toMatchObject({
      completeness: "truncated",
      parts: [{ raw: { type: "fallback", from: "a", to: "b" } }],
    });
  });

  test("of an undocumented type is noted as such", async () => {
    expect(noteIds(await ofBlocks(...block(0, { type: "hologram" })))).toEqual(["unknown-block", "unknown-event"]);
    expect(noteIds(await ofBlocks(...block(0, {})))).toEqual(["unknown-block", "unknown-event"]);
  });

  test("citations come with text, and only the text is kept", async () => {
    const deltas = [
      { type: "citations_delta", citation: { type: "web_search_result_location" } },
      { type: "text_delta", text: "cited" },
    ];
    const reply = await ofBlocks(...block(0, { type: "text", text: "", citations: [] }, ...deltas));
    expect(reply.parts).toEqual([{ kind: "text", text: "cited" }]);
    expect(noteIds(reply)).toEqual(["citations"]);
  });
});

describe("damage", () => {
  test.each<[what: string, note: string, change: (records: readonly JsonObject[]) => readonly JsonObject[]]>([
    ["the message start is missing", "message-start-missing", (all) => all.slice(1)],
    ["the message start comes twice", "message-start-repeated", (all) => [...all.slice(0, 1), ...all]],
    ["the message start comes late", "message-start-late", (all) => swapped(all, 0)],
    ["the start of a block is missing", "delta-without-start", (all) => without(all, 7)],
    ["the start of a block comes twice", "block-start-repeated", (all) => doubled(all, 7)],
    ["a delta comes before its block", "delta-without-start", (all) => swapped(all, 7)],
    ["the end of a block is missing", "block-end-missing", (all) => without(all, 10)],
    ["the end of a block comes twice", "block-end-repeated", (all) => doubled(all, 10)],
    ["a delta comes after the end of its block", "block-index-reused", (all) => swapped(all, 9)],
    ["a block begins before the one before it ends", "block-overlap", (all) => swapped(all, 10)],
    ["a whole block is missing", "block-order", (all) => all.filter((_, at) => at < 7 || at > 10)],
    ["the stop reason comes twice", "finish-repeated", (all) => doubled(all, 16)],
    ["the stop reason comes before a block ends", "block-after-finish", (all) => swapped(all, 15)],
    ["the stop reason comes after the end", "event-after-finish", (all) => swapped(all, 16)],
    ["the end comes twice", "event-after-finish", (all) => doubled(all, 17)],
    ["a signature comes before the end of its text", "signature-not-last", (all) => swapped(all, 4)],
    ["an event has no type", "unknown-event", (all) => changed(all, 8, { type: null })],
    ["an event has a type that is unknown", "unknown-event", (all) => changed(all, 8, { type: "content_bloc" })],
    [
      "a delta has a type that is unknown",
      "unknown-event",
      (all) => changed(all, 8, { delta: { type: "t", text: "x" } }),
    ],
    ["an event of a block has no index", "block-index-missing", (all) => changed(all, 8, { index: null })],
    ["the message start has no message", "message-missing", (all) => changed(all, 0, { message: null })],
    ["a block changes its kind", "block-kind-changed", (all) => changed(all, 11, { index: 1 })],
  ])("%s: %s", async (_, note, change) => {
    const reply = await read(sse(...change(records)));
    expect(noteIds(reply)).toContain(note);
  });

  test("the start of a message without blocks is missing: message-start-missing", async () => {
    const rest = [messageDelta({ stop_reason: "refusal" }, { input_tokens: 18, output_tokens: 5 }), messageStop];
    expect(noteIds(await read(sse(...rest)))).toContain("message-start-missing");
    expect(noteIds(await read(sse(messageStart(), ...rest)))).not.toContain("message-start-missing");
  });

  test("of the end of the message is a cut", async () => {
    expect((await read(sse(...without(records, 17)))).completeness).toBe("truncated");
  });

  test("a second message begins: its id is the reply's, and each is noted", async () => {
    const second = messageStart({ id: "msg_02" });
    const reply = await read(sse(...records.slice(0, 3), second, ...records.slice(1)));
    expect(reply.id).toBe("msg_02");
    expect(noteIds(reply)).toEqual(expect.arrayContaining(["message-start-repeated", "identity-changed"]));
  });

  test("an event under the name of another is noted, and read by its type", async () => {
    const reply = await read(
      `${sse(...records.slice(0, 8))}${event(records[8] ?? {}, "ping")}${sse(...records.slice(9))}`,
    );
    expect(reply).toMatchObject({ parts });
    expect(reply.notes).toEqual([
      { id: "event-name", message: "an event with the name ping has the type content_block_delta" },
    ]);
  });

  test("an event that lost its name is noted; a stream without names is only described", async () => {
    const bare = `data: ${JSON.stringify(records[8])}\n\n`;
    const one = await read(`${sse(...records.slice(0, 8))}${bare}${sse(...records.slice(9))}`);
    expect(noteIds(one)).toEqual(["event-name", "events-unnamed"]);
    const all = await read(records.map((record) => `data: ${JSON.stringify(record)}\n\n`).join(""));
    expect(all).toMatchObject({ completeness: "complete", parts });
    expect(noteIds(all)).toEqual(["events-unnamed"]);
  });

  test("an event that lost its data is noted", async () => {
    const text = sse(...records).replace("content_block_stop\ndata: ", "content_block_stopdata: ");
    expect(noteIds(await read(text))).toContain("line-ignored");
  });

  test("a byte order mark inside an event is noted, and one before the stream is not", async () => {
    const text = sse(...records);
    expect(noteIds(await read(text.replace("Let me", "Let\ufeff me")))).toEqual(["byte-order-mark"]);
    expect(noteIds(await read(`\ufeff${text}`))).toEqual([]);
  });

  test.each<[usage: JsonObject, words: string]>([
    [{ inpuu_tokens: 61, output_tokens: 2 }, "as inpuu_tokens"],
    [{ output_tokens: 2, cache_creation: { ephdmeral_5m_input_tokens: 1 } }, "as ephdmeral_5m_input_tokens"],
    [{ output_tokens: 2, output_tokens_details: { thinkinf_tokens: 1 } }, "as thinkinf_tokens"],
    [{ output_tokens: "2" }, "as text (output_tokens)"],
  ])("counts under names that the API does not have are noted: %j", async (usage, words) => {
    const reply = await read(sse(messageStart(), ...textBlock(0, "a"), messageDelta({}, usage), messageStop));
    expect(reply.notes).toEqual([{ id: "usage-form", message: `the token counts came ${words}` }]);
  });

  test("what a gateway adds to the counts is not noted", async () => {
    const usage = { output_tokens: 2, my_gateway: { cost: 1 } };
    expect((await read(sse(messageStart(), ...textBlock(0, "a"), messageDelta({}, usage), messageStop))).notes).toEqual(
      [],
    );
  });

  test("bytes that are not UTF-8 are noted", async () => {
    const bytes = new TextEncoder().encode(sse(...records));
    bytes[bytes.indexOf(0xc3)] = 0xff;
    expect(noteIds(await read(bytes, { pieces: 5 }))).toContain("not-utf8");
  });

  test.each([
    ['data: {"type":"content_block_delta",\n\n', "protocol", "an event is not JSON"],
    ['event: ping\ndata: "ping"\n\n', "protocol", "an event is not a JSON object"],
  ])("an event that cannot be read ends the reply: %s", async (bad, kind, message) => {
    const reply = await read(`${sse(...records.slice(0, 8))}${bad}${sse(...records.slice(8))}`);
    expect(reply).toMatchObject({ completeness: "failed", failure: { kind, phase: "body" } });
    expect(reply.failure?.message).toContain(message);
  });
});

describe("an error inside a stream", () => {
  const before = sse(messageStart(), ...textBlock(0, "half").slice(0, 2));
  const overloaded = {
    type: "error",
    error: { type: "overloaded_error", message: "Overloaded" },
    request_id: "req_011",
  };

  test.each<[what: string, text: string, kind: string, code: string | null]>([
    ["an error event", event(overloaded), "unavailable", "overloaded_error"],
    ["an error that has lost its name", `data: ${JSON.stringify(overloaded)}\n\n`, "unavailable", "overloaded_error"],
    [
      "its data without a type",
      'event: error\ndata: {"error":{"message":"Overloaded","type":"overloaded_error"}}\n\n',
      "unavailable",
      "overloaded_error",
    ],
    [
      "an error of another API",
      'data: {"error":{"code":502,"message":"Provider returned error"}}\n\n',
      "unavailable",
      "502",
    ],
    ["an error that is text", "event: error\ndata: upstream went away\n\n", "model-error", null],
    ["an error at the end, without its blank line", event(overloaded).trimEnd(), "unavailable", "overloaded_error"],
    [
      "an error as a bare line",
      '{"type":"error","error":{"type":"rate_limit_error","message":"Slow down"}}\n',
      "throttled",
      "rate_limit_error",
    ],
  ])("%s", async (_, text, kind, code) => {
    const reply = await read(`${before}${text}`);
    expect(reply).toMatchObject({
      completeness: "failed",
      parts: [{ kind: "text", text: "half" }],
      failure: { kind, code, phase: "body", afterFinish: false, status: 200 },
    });
  });

  test("has the request's id where no header has it", async () => {
    expect((await read(`${before}${event(overloaded)}`)).failure).toMatchObject({
      message: "Overloaded",
      requestId: "req_011",
    });
    const headers = [
      ["content-type", "text/event-stream"],
      ["request-id", "req_head"],
    ] as const;
    expect((await read(`${before}${event(overloaded)}`, { headers })).failure?.requestId).toBe("req_head");
  });

  test("ends the reply: nothing after it is read", async () => {
    const reply = await read(`${before}${event(overloaded)}${sse(...records)}`);
    expect(reply.parts).toEqual([{ kind: "text", text: "half" }]);
    expect(reply.completeness).toBe("failed");
  });

  test("after message_stop, the reply had arrived", async () => {
    const reply = await read(`${sse(...records)}${event(overloaded)}`);
    expect(reply).toMatchObject({ completeness: "failed", failure: { kind: "unavailable", afterFinish: true }, parts });
  });
});

function without(all: readonly JsonObject[], at: number): readonly JsonObject[] {
  return all.filter((_, index) => index !== at);
}

function doubled(all: readonly JsonObject[], at: number): readonly JsonObject[] {
  return [...all.slice(0, at + 1), ...all.slice(at)];
}

/** With the event at `at` after its next one. */
function swapped(all: readonly JsonObject[], at: number): readonly JsonObject[] {
  return [...all.slice(0, at), ...all.slice(at + 1, at + 2), ...all.slice(at, at + 1), ...all.slice(at + 2)];
}

function changed(all: readonly JsonObject[], at: number, members: JsonObject): readonly JsonObject[] {
  return all.map((record, index) => (index === at ? { ...record, ...members } : record));
}
