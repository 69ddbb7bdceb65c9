import { describe, expect, test } from "vitest";
import { toolCallsOf } from "../../src/chat/read-reply.js";
import { eventFrame, join } from "../support/converse-wire.js";
import { chunkFrame } from "../support/invoke-frames.js";
import { bothReadings, findingsOf, judgedBody, judgedChat, judgedInput } from "../support/judged-body.js";

/** One call read as several, several read as one, and arguments that are cut, repeated or absent. */

const tool = (name: string, required: readonly string[]) => ({
  type: "function",
  function: {
    name,
    parameters: {
      type: "object",
      properties: Object.fromEntries(required.map((one) => [one, { type: "string" }])),
      required,
    },
  },
});
const tools = [tool("get_tide", ["harbour"]), tool("list_harbours", [])];

const chunk = (delta: object, finish: string | null = null) => ({
  id: "gen-1",
  model: "m",
  object: "chat.completion.chunk",
  choices: [{ index: 0, delta, finish_reason: finish }],
});

/** A stream whose deltas have one piece of a call each. */
const stream = (pieces: readonly object[], finish = "tool_calls") => [
  chunk({ role: "assistant", content: null }),
  ...pieces.map((piece) => chunk({ tool_calls: [piece] })),
  chunk({}, finish),
  { id: "gen-1", model: "m", choices: [], usage: { prompt_tokens: 9, completion_tokens: 20, total_tokens: 29 } },
];

/** A piece of a call; null leaves a member out. */
const piece = (index: number | string | null, id: string | null, name: string | null, text: string | null = null) => ({
  ...(index === null ? {} : { index }),
  ...(id === null ? {} : { id }),
  function: { ...(name === null ? {} : { name }), ...(text === null ? {} : { arguments: text }) },
});

const judged = async (pieces: readonly object[], finish?: string) => {
  const { verdict, reply } = await judgedChat({ chunks: stream(pieces, finish) }, tools);
  const calls = toolCallsOf(reply).map(({ id, name, argumentsText }) => `${id} ${name}(${argumentsText})`);
  return { findings: findingsOf(verdict.findings), calls };
};

const whitby = '{"harbour":"Whitby"}';
const hull = '{"harbour":"Hull"}';

describe("the inputs", () => {
  test.each<[string, number, string[]]>([
    ["call-id-changes.har", 1, ["note call-id-changed"]],
    ["arguments-before-name.har", 1, ["note index-missing"]],
    ["index-missing.har", 2, ["note index-missing"]],
    ["index-and-ids-missing.har", 2, ["note index-missing", "bad call-id-missing", "bad call-id-missing"]],
    ["index-zero-twice.har", 2, ["bad index-reused"]],
    ["index-as-text.har", 2, ["note index-not-number"]],
    ["no-arguments-empty-delta.har", 1, ["note arguments-empty empty-text"]],
    ["no-arguments-no-delta.har", 1, ["note arguments-empty absent"]],
    ["no-arguments-chat-stream.har", 1, ["note arguments-empty empty-text"]],
    ["no-arguments-empty-text.har", 1, ["note arguments-empty empty-text"]],
    ["arguments-cut-by-max-tokens.yaml", 1, ["bad cut-by-max-tokens"]],
  ])("%s", async (name, calls, findings) => {
    const [exchange] = await judgedInput(name);
    expect([exchange?.toolCalls, findingsOf(exchange?.findings ?? [])]).toEqual([calls, findings]);
  });
});

const oneCall = [`a get_tide(${whitby})`];
const unstable = ["note call-id-changed"];

describe("one call", () => {
  test.each<[string, object[], string[]]>([
    ["whose id changes once", [piece(0, "a", "get_tide", ""), piece(0, "b", null, whitby)], unstable],
    [
      "whose id changes in every piece",
      [piece(0, "a", "get_tide", ""), piece(0, "b", null, '{"harb'), piece(0, "c", null, 'our":"Whitby"}')],
      unstable,
    ],
    [
      "whose id changes and whose name is repeated",
      [piece(0, "a", "get_tide", ""), piece(0, "b", "get_tide", '{"harb'), piece(0, "c", "get_tide", 'our":"Whitby"}')],
      unstable,
    ],
    [
      "whose id changes in an empty piece at the end",
      [piece(0, "a", "get_tide", whitby), piece(0, "b", null, "")],
      unstable,
    ],
    [
      "whose id changes, without an index",
      [piece(null, "a", "get_tide", ""), piece(null, "b", null, '{"harb'), piece(null, "c", null, 'our":"Whitby"}')],
      ["note index-missing", "note call-id-changed"],
    ],
    ["whose id is blank later", [piece(0, "a", "get_tide", ""), piece(0, "", null, whitby)], []],
    [
      "whose id is null later",
      [piece(0, "a", "get_tide", ""), { index: 0, id: null, function: { name: null, arguments: whitby } }],
      [],
    ],
    [
      "whose name is in every piece",
      [piece(0, "a", "get_tide", ""), piece(0, "a", "get_tide", '{"harb'), piece(0, "a", "get_tide", 'our":"Whitby"}')],
      [],
    ],
    [
      "whose name is in every piece, with the id in the first alone",
      [
        piece(0, "a", "get_tide", '{"harb'),
        piece(0, null, "get_tide", 'our":'),
        piece(0, null, "get_tide", '"Whitby"}'),
      ],
      [],
    ],
    [
      "whose name comes in pieces",
      [piece(0, "a", "get_", ""), piece(0, null, "tide", ""), piece(0, null, null, whitby)],
      ["note call-name-changed tool-name-split"],
    ],
    [
      "whose name grows",
      [piece(0, "a", "get", ""), piece(0, null, "get_tide", ""), piece(0, null, null, whitby)],
      ["note call-name-changed tool-name-split"],
    ],
    [
      "whose name changes with its arguments",
      [piece(0, "a", "get_tide", '{"harb'), piece(0, null, "tide", 'our":"Whitby"}')],
      ["note call-name-changed tool-name-changed"],
    ],
    [
      "whose index is text",
      [piece("0", "a", "get_tide", ""), piece("0", null, null, whitby)],
      ["note index-not-number"],
    ],
    [
      "whose arguments grow from piece to piece",
      [
        piece(0, "a", "get_tide", ""),
        piece(0, null, null, '{"harb'),
        piece(0, null, null, '{"harbour":"Wh'),
        piece(0, null, null, whitby),
      ],
      ["bad arguments-repeated"],
    ],
    [
      "whose arguments come again at the end",
      [piece(0, "a", "get_tide", '{"harb'), piece(0, null, null, 'our":"Whitby"}'), piece(0, null, null, whitby)],
      ["bad arguments-repeated"],
    ],
    [
      "whose arguments come whole in every piece, with id and name",
      [piece(0, "a", "get_tide", whitby), piece(0, "a", "get_tide", whitby)],
      ["bad arguments-repeated"],
    ],
  ])("%s is one", async (_, pieces, findings) => {
    expect(await judged(pieces)).toEqual({ findings, calls: oneCall });
  });

  test("whose arguments hold an object like themselves is read as it came", async () => {
    const nested = ['{"harbour":', '{"harbour":"Whitby"}}'];
    const { calls, findings } = await judged([
      piece(0, "a", "get_tide", ""),
      ...nested.map((text) => piece(0, null, null, text)),
    ]);
    expect([calls, findings]).toEqual([
      ['a get_tide({"harbour":{"harbour":"Whitby"}})'],
      ["bad arguments-mismatch wrong-type"],
    ]);
  });
});

const twoCalls = [`a get_tide(${whitby})`, `b get_tide(${hull})`];

describe("two calls", () => {
  test.each<[string, object[], string[], string[]]>([
    [
      "on one index, each whole",
      [piece(0, "a", "get_tide", whitby), piece(0, "b", "get_tide", hull)],
      ["bad index-reused"],
      twoCalls,
    ],
    [
      "on one index, in pieces",
      [
        piece(0, "a", "get_tide", ""),
        piece(0, null, null, whitby),
        piece(0, "b", "get_tide", ""),
        piece(0, null, null, hull),
      ],
      ["bad index-reused"],
      twoCalls,
    ],
    [
      "on one index, the second with another name",
      [piece(0, "a", "list_harbours", ""), piece(0, "b", "get_tide", hull)],
      ["bad index-reused"],
      ["a list_harbours()", `b get_tide(${hull})`],
    ],
    [
      "on one index, the second without an id",
      [piece(0, "a", "list_harbours", "{}"), piece(0, null, "get_tide", hull)],
      ["bad index-reused"],
      ["a list_harbours({})", `null get_tide(${hull})`],
    ],
    [
      "on one index, the second without a name",
      [piece(0, "a", "get_tide", whitby), piece(0, "b", null, hull)],
      ["bad index-reused"],
      [`a get_tide(${whitby})`, `b null(${hull})`],
    ],
    [
      "on one index, by turns",
      [piece(0, "a", "get_tide", ""), piece(0, "b", "list_harbours", ""), piece(0, "a", null, whitby)],
      ["bad index-reused"],
      [`a get_tide(${whitby})`, "b list_harbours()"],
    ],
    ["on two indexes", [piece(0, "a", "get_tide", whitby), piece(1, "b", "get_tide", hull)], [], twoCalls],
    [
      "without an index, with ids",
      [piece(null, "a", "get_tide", whitby), piece(null, "b", "get_tide", hull)],
      ["note index-missing"],
      twoCalls,
    ],
  ])("%s are two", async (_, pieces, findings, calls) => {
    const found = await judged(pieces);
    expect(found.calls).toEqual(calls);
    expect(found.findings.filter((one) => !/call-id-missing|phantom/.test(one))).toEqual(findings);
  });
});

describe("both clients", () => {
  test.each<[string, object[]]>([
    ["an id that changes", [piece(0, "a", "get_tide", ""), piece(0, "b", null, whitby)]],
    ["an index as text", [piece("0", "a", "get_tide", ""), piece("0", null, null, whitby)]],
    ["a name in pieces", [piece(0, "a", "get_", ""), piece(0, null, "tide", whitby)]],
    [
      "arguments that grow",
      [piece(0, "a", "get_tide", ""), piece(0, null, null, '{"harb'), piece(0, null, null, whitby)],
    ],
  ])("read %s alike", async (_, pieces) => {
    const lines = [...stream(pieces).map((one) => JSON.stringify(one)), "[DONE]"].map((data) => `data: ${data}\n\n`);
    const [sdk, own] = await bothReadings({
      url: "https://openrouter.ai/api/v1/chat/completions",
      request: { model: "m", stream: true, messages: [] },
      contentType: "text/event-stream",
      body: lines.join(""),
    });
    expect(sdk).toEqual(own);
  });
});

const bedrock = (path: string) => `https://bedrock-runtime.us-east-1.amazonaws.com/model/${path}`;
const toolSpec = (name: string, required: readonly string[]) => ({
  toolSpec: { name, inputSchema: { json: { type: "object", properties: { harbour: { type: "string" } }, required } } },
});
const converseRequest = {
  messages: [{ role: "user", content: [{ text: "When is high water?" }] }],
  toolConfig: { tools: [toolSpec("get_tide", ["harbour"]), toolSpec("list_harbours", [])] },
  inferenceConfig: { maxTokens: 20 },
};
const counts = { inputTokens: 9, outputTokens: 20, totalTokens: 29 };

const converse = (name: string, input: unknown, stopReason: string) =>
  judgedBody({
    url: bedrock("us.amazon.nova-pro-v1%3A0/converse"),
    request: converseRequest,
    contentType: "application/json",
    body: JSON.stringify({
      output: { message: { role: "assistant", content: [{ toolUse: { toolUseId: "t1", name, input } }] } },
      stopReason,
      usage: counts,
      metrics: { latencyMs: 1 },
    }),
  });

const converseStream = (name: string, inputs: readonly string[], stopReason: string) =>
  judgedBody({
    url: bedrock("us.amazon.nova-pro-v1%3A0/converse-stream"),
    request: converseRequest,
    contentType: "application/vnd.amazon.eventstream",
    body: join(
      eventFrame("messageStart", { role: "assistant" }),
      eventFrame("contentBlockStart", { contentBlockIndex: 0, start: { toolUse: { toolUseId: "t1", name } } }),
      ...inputs.map((input) =>
        eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { toolUse: { input } } }),
      ),
      eventFrame("contentBlockStop", { contentBlockIndex: 0 }),
      eventFrame("messageStop", { stopReason }),
      eventFrame("metadata", { usage: counts, metrics: { latencyMs: 1 } }),
    ),
  });

const claude = "anthropic.claude-3-haiku-20240307-v1%3A0";
const claudeRequest = {
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 20,
  messages: [{ role: "user", content: "When is high water?" }],
  tools: [
    {
      name: "get_tide",
      input_schema: { type: "object", properties: { harbour: { type: "string" } }, required: ["harbour"] },
    },
    { name: "list_harbours", input_schema: { type: "object", properties: {} } },
  ],
};

const invoke = (name: string, input: unknown, reason: string) =>
  judgedBody({
    url: bedrock(`${claude}/invoke`),
    request: claudeRequest,
    contentType: "application/json",
    body: JSON.stringify({
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-3-haiku-20240307",
      content: [{ type: "tool_use", id: "t1", name, input }],
      stop_reason: reason,
      stop_sequence: null,
      usage: { input_tokens: 9, output_tokens: 20 },
    }),
  });

const invokeStream = (name: string, inputs: readonly string[], reason: string) =>
  judgedBody({
    url: bedrock(`${claude}/invoke-with-response-stream`),
    request: claudeRequest,
    contentType: "application/vnd.amazon.eventstream",
    body: join(
      ...[
        {
          type: "message_start",
          message: {
            id: "msg_1",
            model: "claude-3-haiku-20240307",
            role: "assistant",
            content: [],
            usage: { input_tokens: 9 },
          },
        },
        { type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "t1", name, input: {} } },
        ...inputs.map((text) => ({
          type: "content_block_delta",
          index: 0,
          delta: { type: "input_json_delta", partial_json: text },
        })),
        { type: "content_block_stop", index: 0 },
        { type: "message_delta", delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 20 } },
        {
          type: "message_stop",
          "amazon-bedrock-invocationMetrics": { inputTokenCount: 9, outputTokenCount: 20 },
        },
      ].map((record) => chunkFrame(record)),
    ),
  });

const chatWhole = (name: string, text: string | null, finish: string) =>
  judgedChat(
    {
      body: {
        id: "gen-1",
        model: "m",
        object: "chat.completion",
        choices: [
          {
            index: 0,
            message: {
              role: "assistant",
              content: null,
              tool_calls: [{ id: "a", type: "function", function: { name, arguments: text } }],
            },
            finish_reason: finish,
          },
        ],
        usage: { prompt_tokens: 9, completion_tokens: 20, total_tokens: 29 },
      },
    },
    tools,
  );

const chatStream = (name: string, texts: readonly string[], finish: string) =>
  judgedChat(
    { chunks: stream([piece(0, "a", name, ""), ...texts.map((text) => piece(0, null, null, text))], finish) },
    tools,
  );

describe("arguments that the token limit cut are cut, and neither empty nor invalid", () => {
  test.each<[string, () => ReturnType<typeof judgedBody>]>([
    ["chat, no character", () => chatWhole("get_tide", "", "length")],
    ["chat, an empty object", () => chatWhole("get_tide", "{}", "length")],
    ["chat, half an object", () => chatWhole("get_tide", '{"harb', "length")],
    ["chat stream, no piece", () => chatStream("get_tide", [], "length")],
    ["chat stream, half an object", () => chatStream("get_tide", ['{"harb'], "length")],
    ["Converse, an empty object", () => converse("get_tide", {}, "max_tokens")],
    ["Converse, an empty text", () => converse("get_tide", "", "max_tokens")],
    ["ConverseStream, no delta", () => converseStream("get_tide", [], "max_tokens")],
    ["ConverseStream, half an object", () => converseStream("get_tide", ['{"harb'], "max_tokens")],
    ["InvokeModel, an empty object", () => invoke("get_tide", {}, "max_tokens")],
    ["InvokeModel stream, no delta", () => invokeStream("get_tide", [], "max_tokens")],
    ["InvokeModel stream, half an object", () => invokeStream("get_tide", ['{"harb'], "max_tokens")],
  ])("%s", async (_, read) => {
    const { verdict } = await read();
    expect(findingsOf(verdict.findings)).toEqual(["bad cut-by-max-tokens"]);
  });

  test.each<[string, () => ReturnType<typeof judgedBody>, string[]]>([
    [
      "a whole call at the limit loses nothing",
      () => converse("get_tide", { harbour: "Hull" }, "max_tokens"),
      ["note cut-by-max-tokens"],
    ],
    [
      "an empty object of a tool that needs none",
      () => converse("list_harbours", {}, "max_tokens"),
      ["note cut-by-max-tokens"],
    ],
    [
      "an empty object without the limit",
      () => converse("get_tide", {}, "tool_use"),
      ["bad arguments-empty empty-object"],
    ],
    [
      "half an object without the limit",
      () => chatWhole("get_tide", '{"harb', "tool_calls"),
      ["bad arguments-invalid-json"],
    ],
  ])("%s", async (_, read, findings) => {
    expect(findingsOf((await read()).verdict.findings)).toEqual(findings);
  });
});

describe("a tool that needs no arguments", () => {
  test.each<[string, () => ReturnType<typeof judgedBody>]>([
    ["chat, an empty text", () => chatWhole("list_harbours", "", "tool_calls")],
    ["chat, null", () => chatWhole("list_harbours", null, "tool_calls")],
    ["chat stream, an empty piece", () => chatStream("list_harbours", [""], "tool_calls")],
    ["Converse, an empty text", () => converse("list_harbours", "", "tool_use")],
    ["Converse, null", () => converse("list_harbours", null, "tool_use")],
    ["ConverseStream, no delta", () => converseStream("list_harbours", [], "tool_use")],
    ["ConverseStream, an empty delta", () => converseStream("list_harbours", [""], "tool_use")],
    ["InvokeModel, an empty text", () => invoke("list_harbours", "", "tool_use")],
    ["InvokeModel stream, no delta", () => invokeStream("list_harbours", [], "tool_use")],
    ["InvokeModel stream, an empty delta", () => invokeStream("list_harbours", [""], "tool_use")],
  ])("gets one note: %s", async (_, read) => {
    const { verdict } = await read();
    expect(verdict.observed).toBe("ok");
    expect(verdict.findings.map(({ severity, id }) => `${severity} ${id}`)).toEqual(["note arguments-empty"]);
  });

  test.each<[string, () => ReturnType<typeof judgedBody>]>([
    ["chat", () => chatWhole("get_tide", "", "tool_calls")],
    ["Converse", () => converse("get_tide", "", "tool_use")],
    ["InvokeModel", () => invoke("get_tide", "", "tool_use")],
  ])("is not one that needs some: an empty text is bad on %s", async (_, read) => {
    expect(findingsOf((await read()).verdict.findings)).toEqual(["bad arguments-empty empty-text"]);
  });

  test("gets no note for an empty object", async () => {
    expect(findingsOf((await converse("list_harbours", {}, "tool_use")).verdict.findings)).toEqual([]);
  });
});

test("an id that changes under one index is one call on InvokeModel's chat form too", async () => {
  const record = (delta: object, finish: string | null = null) =>
    chunkFrame({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] });
  const read = async (pieces: readonly object[]) => {
    const { verdict, reply } = await judgedBody({
      url: bedrock("moonshotai.kimi-k2.5/invoke-with-response-stream"),
      request: { messages: [{ role: "user", content: "When?" }], tools },
      contentType: "application/vnd.amazon.eventstream",
      body: join(
        record({ role: "assistant" }),
        ...pieces.map((one) => record({ tool_calls: [one] })),
        record({}, "tool_calls"),
        chunkFrame({
          choices: [],
          usage: { prompt_tokens: 9, completion_tokens: 20, total_tokens: 29 },
          "amazon-bedrock-invocationMetrics": { inputTokenCount: 9, outputTokenCount: 20 },
        }),
      ),
    });
    const calls = toolCallsOf(reply).map(({ id, name, argumentsText }) => `${id} ${name}(${argumentsText})`);
    return [calls, findingsOf(verdict.findings)];
  };
  expect(
    await read([piece(0, "a", "get_tide", ""), piece(0, "b", null, '{"harb'), piece(0, "c", null, 'our":"Whitby"}')]),
  ).toEqual([oneCall, unstable]);
  expect(await read([piece(0, "a", "get_tide", whitby), piece(0, "b", "get_tide", hull)])).toEqual([
    twoCalls,
    ["bad index-reused call-index-reused"],
  ]);
});
