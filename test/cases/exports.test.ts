import { describe, expect, test } from "vitest";
import { judgedFiles, summaryOf } from "../support/judged-files.js";

const question = [{ role: "user", content: "Weather in Oslo?" }];
const call = { id: "call_1", type: "function", function: { name: "get_weather", arguments: '{"city":"Oslo"}' } };
const tools = [{ type: "function", function: { name: "get_weather", parameters: { type: "object" } } }];
const after = [
  ...question,
  { role: "assistant", content: null, tool_calls: [call] },
  { role: "tool", tool_call_id: "call_1", content: "4" },
];
const reply = (message: object, finish_reason: string | null = "stop") => ({
  id: "gen-1",
  object: "chat.completion",
  created: 1,
  model: "parrot/p-1",
  choices: [{ index: 0, message: { role: "assistant", ...message }, finish_reason }],
  usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 },
});
const good = reply({ content: "4 degrees." });
const silent = { ...reply({ content: "" }), usage: { prompt_tokens: 9, completion_tokens: 0, total_tokens: 9 } };
const calling = reply({ content: null, tool_calls: [call] }, "tool_calls");
const long = reply({ content: Array.from({ length: 80 }, (_, day) => `On day ${day}: ${day % 7} °C.`).join(" ") });

/** The same records as a list, as JSON lines, pretty printed and under a member. */
const forms = (records: readonly object[], member: string): readonly string[] => [
  JSON.stringify(records),
  JSON.stringify(records, null, 2),
  records.map((one) => `${JSON.stringify(one)}\n`).join(""),
  JSON.stringify({ [member]: records }),
];

async function expectSaid(contents: readonly string[], said: readonly string[], format: string): Promise<void> {
  for (const content of contents) {
    const results = await judgedFiles({ "export.json": content });
    expect(results.read.damaged).toEqual([]);
    expect(results.read.formats).toEqual({ [format]: 1 });
    expect(summaryOf(results)).toEqual(said);
  }
}

describe("LiteLLM", () => {
  const payload = (more: object) => ({
    id: "1",
    call_type: "acompletion",
    status: "success",
    custom_llm_provider: "openrouter",
    api_base: "https://openrouter.ai/api/v1/",
    model: "parrot/p-1",
    startTime: 1770026400.25,
    messages: question,
    model_parameters: { max_tokens: 9 },
    ...more,
  });
  const spend = (more: object) => ({
    request_id: "1",
    call_type: "acompletion",
    spend: 0.1,
    startTime: "2026-02-02T10:00:00.250000Z",
    model: "parrot/p-1",
    custom_llm_provider: "openrouter",
    api_base: "",
    messages: "{}",
    ...more,
  });

  test("logging payloads: a reply, silence after a result, a call, a stream that was summed up, a failure", async () => {
    const records = [
      payload({ response: good }),
      payload({ messages: after, model_parameters: { tools }, response: silent }),
      payload({ model_parameters: { tools }, response: calling }),
      payload({ stream: true, response: long }),
      payload({ stream: true, model_parameters: { tools }, response: calling }),
      payload({
        status: "failure",
        response: null,
        error_str: "Rate limit",
        error_information: { error_code: "429", error_class: "RateLimitError", error_message: "Rate limit exceeded" },
      }),
    ];
    await expectSaid(
      forms(records, "data"),
      [
        "openrouter chat-completions parrot/p-1 basic-chat: ok stop",
        "openrouter chat-completions parrot/p-1 response-after-tool: bad stop empty-reply(silent)",
        "openrouter chat-completions parrot/p-1 tool-call: ok tool_calls",
        "openrouter chat-completions-stream parrot/p-1 basic-chat: ok stop",
        "openrouter chat-completions-stream parrot/p-1 tool-call: ok tool_calls",
        "openrouter chat-completions parrot/p-1 basic-chat: blocked throttled",
      ],
      "litellm",
    );
  });

  test("spend logs: what the client sent, with members as text or objects", async () => {
    const sent = { model: "parrot/p-1", messages: after, tools };
    const records = [
      spend({ proxy_server_request: sent, response: good }),
      spend({ proxy_server_request: JSON.stringify(sent), response: JSON.stringify(silent) }),
      spend({ proxy_server_request: "{}", messages: JSON.stringify(question), response: good }),
    ];
    await expectSaid(
      forms(records, "data"),
      [
        "unknown chat-completions parrot/p-1 response-after-tool: ok stop",
        "unknown chat-completions parrot/p-1 response-after-tool: bad stop empty-reply(silent)",
        "unknown chat-completions parrot/p-1 basic-chat: ok stop",
      ],
      "litellm",
    );
  });

  test("a row without prompts and replies is named, and an embedding is counted", async () => {
    const { exchanges, read } = await judgedFiles({
      "export.json": JSON.stringify([
        spend({ response: "{}" }),
        spend({ messages: question, response: reply({ content: "redacted-by-litellm" }) }),
        spend({
          call_type: "aembedding",
          response: { object: "list", data: [{ object: "embedding", embedding: [0.1] }] },
        }),
      ]),
    });
    expect(read.damaged).toEqual([
      expect.stringMatching(/interaction 0: the log does not hold the reply/),
      expect.stringMatching(/interaction 1: the log does not hold the reply/),
    ]);

    expect(read.skipped).toEqual({ embeddings: 1 });
    expect(exchanges).toEqual([]);
  });

  test("no long stream that was summed up seems buffered", async () => {
    const { exchanges } = await judgedFiles({ "a.json": JSON.stringify([payload({ stream: true, response: long })]) });
    expect(exchanges.map(({ findings }) => findings)).toEqual([[]]);
    expect(exchanges[0]?.textLength).toBeGreaterThan(1000);
  });
});

describe("Helicone", () => {
  const row = (more: object) => ({
    request_id: "1",
    request_created_at: "2026-02-02T10:00:00.000Z",
    response_status: 200,
    request_path: "/api/v1/chat/completions",
    target_url: "https://openrouter.ai/api/v1/chat/completions",
    provider: "OPENROUTER",
    ...more,
  });
  const sent = { model: "parrot/p-1", messages: question };

  test("a reply, silence, a stream as its sum and as its chunks, a refusal, Converse", async () => {
    const chunk = (delta: object, finish_reason: string | null) => ({
      id: "g",
      object: "chat.completion.chunk",
      model: "parrot/p-1",
      choices: [{ index: 0, delta, finish_reason }],
    });
    const bedrock = "https://bedrock-runtime.us-east-1.amazonaws.com/model/parrot.p-1-v1%3A0/converse";
    const asked = { messages: [{ role: "user", content: [{ text: "Hi" }] }] };
    const converse = {
      output: { message: { role: "assistant", content: [{ text: "Hello" }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
      metrics: { latencyMs: 1 },
    };
    const records = [
      row({ request_body: sent, response_body: good }),
      row({ request_body: sent, response_body: silent }),
      row({ request_body: { ...sent, stream: true }, response_body: silent }),
      row({
        request_body: { ...sent, stream: true },
        response_body: { ...good, streamed_data: [chunk({ content: "Hi" }, null), chunk({}, "stop")] },
      }),
      row({ request_body: sent, response_status: 429, response_body: { error: { message: "Rate limit", code: 429 } } }),
      row({ target_url: bedrock, request_body: asked, response_body: converse }),
      row({ target_url: `${bedrock}-stream`, request_body: asked, response_body: converse }),
      row({ target_url: "", request_body: JSON.stringify(sent), response_body: JSON.stringify(good) }),
    ];
    await expectSaid(
      forms(records, "data"),
      [
        "openrouter chat-completions parrot/p-1 basic-chat: ok stop",
        "openrouter chat-completions parrot/p-1 basic-chat: bad stop empty-reply(silent)",
        "openrouter chat-completions-stream parrot/p-1 basic-chat: bad stop empty-reply(silent)",
        "openrouter chat-completions-stream parrot/p-1 basic-chat: ok stop",
        "openrouter chat-completions parrot/p-1 basic-chat: blocked throttled",
        "bedrock converse parrot.p-1-v1:0 basic-chat: ok end_turn",
        "bedrock converse-stream parrot.p-1-v1:0 basic-chat: ok end_turn",
        "unknown chat-completions parrot/p-1 basic-chat: ok stop",
      ],
      "helicone",
    );
  });

  test("a row whose bodies are elsewhere is named", async () => {
    const { read } = await judgedFiles({
      "a.json": JSON.stringify([row({ request_body: {}, response_body: {}, signed_body_url: "https://s3" })]),
    });
    expect(read.damaged).toEqual([expect.stringContaining("signed_body_url")]);
  });
});

describe("Langfuse", () => {
  const observation = (more: object) => ({
    id: "o1",
    traceId: "t1",
    type: "GENERATION",
    startTime: "2026-02-02T10:00:00.000Z",
    model: "parrot/p-1",
    ...more,
  });

  test("whole replies are judged whole, messages alone without their envelope", async () => {
    const records = [
      observation({ input: { messages: question }, output: good }),
      observation({
        input: question,
        output: { role: "assistant", content: "4 degrees." },
        usage: { input: 9, output: 4, total: 13, unit: "TOKENS" },
      }),
      observation({
        input: JSON.stringify({ messages: after, tools }),
        output: JSON.stringify({ role: "assistant", content: "" }),
      }),
      observation({
        input: { messages: question, tools },
        output: { role: "assistant", content: null, tool_calls: [call] },
      }),
      observation({ input: question, output: { role: "assistant", content: null, tool_calls: [call] } }),
      observation({ input: question, output: "4 degrees." }),
      { ...observation({}), type: "SPAN", output: "a step" },
    ];
    await expectSaid(
      [...forms(records, "data"), JSON.stringify({ id: "t1", name: "trace", observations: records })],
      [
        "unknown chat-completions parrot/p-1 basic-chat: ok stop",
        "unknown chat-completions parrot/p-1 basic-chat: ok -",
        "unknown chat-completions parrot/p-1 response-after-tool: bad - empty-reply(tokens-unknown)",
        "unknown chat-completions parrot/p-1 tool-call: ok -",
        "unknown chat-completions parrot/p-1 not-recorded: ok -",
        "unknown chat-completions parrot/p-1 basic-chat: ok -",
      ],
      "langfuse",
    );
  });

  test("an observation without an output is named, one that failed is counted", async () => {
    const { read } = await judgedFiles({
      "a.json": JSON.stringify([
        observation({ input: question, output: null }),
        observation({ input: question, output: null, level: "ERROR", statusMessage: "Rate limit" }),
      ]),
    });
    expect([read.damaged, read.skipped]).toEqual([
      [expect.stringContaining("no output that is a reply")],
      { "no-status": 1 },
    ]);
  });
});

describe("LangSmith", () => {
  const run = (more: object) => ({
    id: "r1",
    name: "ChatOpenAI",
    run_type: "llm",
    start_time: "2026-02-02T10:00:00.000000",
    ...more,
  });
  const lc = (name: string, kwargs: object) => ({
    lc: 1,
    type: "constructor",
    id: ["langchain", "schema", "messages", name],
    kwargs,
  });
  const answer = (kwargs: object, finish_reason = "stop") => ({
    generations: [
      [
        {
          text: "",
          generation_info: { finish_reason },
          type: "ChatGeneration",
          message: lc("AIMessage", {
            response_metadata: {
              finish_reason,
              model_name: "parrot/p-1",
              token_usage: { prompt_tokens: 9, completion_tokens: 4, total_tokens: 13 },
            },
            ...kwargs,
          }),
        },
      ],
    ],
    llm_output: null,
  });

  test("runs of wrap_openai and of LangChain, also below a chain", async () => {
    const records = [
      run({ inputs: { model: "parrot/p-1", messages: question }, outputs: good }),
      run({ inputs: { model: "parrot/p-1", messages: after, tools }, outputs: silent }),
      run({
        inputs: {
          messages: [[lc("SystemMessage", { content: "Short." }), lc("HumanMessage", { content: "Weather?" })]],
        },
        extra: { invocation_params: { _type: "openai-chat", model: "parrot/p-1", stop: null } },
        outputs: answer({ content: "4" }),
      }),
      {
        ...run({}),
        run_type: "chain",
        inputs: { input: "x" },
        outputs: { output: "y" },
        child_runs: [
          run({
            inputs: {
              messages: [
                [
                  lc("HumanMessage", { content: "Weather?" }),
                  lc("AIMessage", {
                    content: "",
                    tool_calls: [{ name: "get_weather", args: { city: "Oslo" }, id: "call_1" }],
                  }),
                  lc("ToolMessage", { content: "4", tool_call_id: "call_1" }),
                ],
              ],
            },
            extra: { invocation_params: { model: "parrot/p-1", tools } },
            outputs: answer({ content: "" }),
          }),
        ],
      },
      run({ inputs: { messages: question }, outputs: null, error: "RateLimitError" }),
    ];
    await expectSaid(
      forms(records, "runs"),
      [
        "unknown chat-completions parrot/p-1 basic-chat: ok stop",
        "unknown chat-completions parrot/p-1 response-after-tool: bad stop empty-reply(silent)",
        "unknown chat-completions parrot/p-1 basic-chat: ok stop",
        "unknown chat-completions parrot/p-1 response-after-tool: bad stop empty-reply(parser-ate-it)",
      ],
      "langsmith",
    );
  });
});

describe("OpenTelemetry", () => {
  const otlp = (attributes: { readonly [name: string]: unknown }) => ({
    traceId: "t",
    startTimeUnixNano: "1770026400000000000",
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value:
        typeof value === "number"
          ? { intValue: String(value) }
          : { stringValue: typeof value === "string" ? value : JSON.stringify(value) },
    })),
  });
  const about = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "parrot/p-1",
    "gen_ai.response.model": "parrot/p-1",
    "gen_ai.usage.input_tokens": 9,
    "gen_ai.usage.output_tokens": 4,
  };
  const text = (content: string) => [{ type: "text", content }];
  const asked = [{ role: "user", parts: text("Weather?") }];
  const toolCall = { type: "tool_call", id: "call_1", name: "get_weather", arguments: { city: "Oslo" } };
  const answered = [
    ...asked,
    { role: "assistant", parts: [toolCall] },
    { role: "tool", parts: [{ type: "tool_call_response", id: "call_1", response: "4" }] },
  ];
  const said = (parts: readonly object[], finish_reason: string) => [{ role: "assistant", parts, finish_reason }];
  const spans = [
    otlp({ ...about, "gen_ai.input.messages": asked, "gen_ai.output.messages": said(text("4"), "stop") }),
    otlp({
      ...about,
      "gen_ai.input.messages": answered,
      "gen_ai.tool.definitions": tools,
      "gen_ai.output.messages": said([], "stop"),
      "gen_ai.usage.output_tokens": 0,
    }),
    otlp({
      ...about,
      "gen_ai.input.messages": asked,
      "gen_ai.tool.definitions": [{ type: "function", name: "get_weather", parameters: {} }],
      "gen_ai.output.messages": said([toolCall], "tool_call"),
    }),
    otlp({
      ...about,
      "gen_ai.input.messages": asked,
      "gen_ai.output.messages": said([{ type: "reasoning", content: "Hm." }], "stop"),
    }),
    otlp({
      "openinference.span.kind": "LLM",
      "input.value": { model: "parrot/p-1", messages: question },
      "output.value": good,
    }),
    otlp({ "gen_ai.operation.name": "execute_tool" }),
  ];
  const expected = [
    "unknown chat-completions parrot/p-1 basic-chat: ok stop",
    "unknown chat-completions parrot/p-1 response-after-tool: bad stop empty-reply(silent)",
    "unknown chat-completions parrot/p-1 tool-call: ok tool_calls",
    "unknown chat-completions parrot/p-1 basic-chat: bad stop reasoning-only(null)",
    "unknown chat-completions parrot/p-1 basic-chat: ok stop",
  ];

  test("spans with the messages of a call, or with its bodies, in OTLP's JSON", async () => {
    const trace = (list: readonly object[]) => ({
      resourceSpans: [{ resource: {}, scopeSpans: [{ scope: {}, spans: list }] }],
    });
    const contents = [
      JSON.stringify(trace(spans)),
      JSON.stringify(trace(spans), null, 2),
      spans.map((one) => `${JSON.stringify(trace([one]))}\n`).join(""),
    ];
    await expectSaid(contents, expected, "otel");
  });

  test("a span without content is named, one that failed has its status", async () => {
    const failed = otlp({ ...about, "error.type": "rate_limited", "http.response.status_code": 429 });
    const { read, exchanges } = await judgedFiles({
      "a.json": JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [otlp(about), failed] }] }] }),
    });
    expect(read.damaged).toEqual([expect.stringContaining("recording of content was off")]);
    expect(exchanges).toMatchObject([{ httpStatus: 429, reason: "throttled" }]);
  });

  test("spans of other work are no recording", async () => {
    const other = { resourceSpans: [{ scopeSpans: [{ spans: [otlp({ "http.request.method": "GET" })] }] }] };
    expect((await judgedFiles({ "a.json": JSON.stringify(other) })).read).toMatchObject({ otherFiles: 1, damaged: [] });
  });
});

test("promptfoo: raw replies are judged, the others are named", async () => {
  const result = (response: object) => ({
    provider: { id: "openrouter:parrot/p-1" },
    prompt: { raw: "Hi", label: "Hi" },
    response,
    success: true,
  });
  for (const results of [
    {
      version: 3,
      results: [
        result({ output: "4", raw: good }),
        result({ output: "", raw: JSON.stringify(silent), cached: true }),
        result({ output: "x" }),
      ],
    },
  ]) {
    const said = await judgedFiles({
      "results.json": JSON.stringify({ evalId: "eval-1", results, config: {} }, null, 2),
    });
    expect(summaryOf(said)).toEqual([
      "unknown chat-completions parrot/p-1 not-recorded: ok stop",
      "unknown chat-completions parrot/p-1 not-recorded: bad stop empty-reply(silent)",
    ]);
    expect(said.exchanges.map((one) => one.private)).toEqual([undefined, undefined]);
    expect(said.read.damaged).toEqual([expect.stringContaining("does not hold the raw reply")]);
  }
});

test.each([
  ["results of another test tool", { results: [{ name: "a", status: "passed" }] }],
  ["another table with call types", [{ call_type: "phone", duration: 3 }]],
  ["spans of another tracer", [{ trace_id: "t", type: "SPAN", input: "a", output: "b" }]],
  ["runs of a build", { runs: [{ run_type: "build", inputs: {} }] }],
])("%s are no export", async (_, content) => {
  const { read } = await judgedFiles({ "a.json": JSON.stringify(content) });
  expect(read).toMatchObject({ otherFiles: 1, damaged: [] });
});
