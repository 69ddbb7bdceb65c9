import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { judgedFiles, summaryOf } from "../support/judged-files.js";
import { root } from "../support/repository.js";

const log = readFileSync(join(root, "test/cases/inputs/bedrock-invocation-log.jsonl"), "utf8");
const rows = log.trim().split("\n");

const said = [
  "bedrock converse kimi-k2.5 response-after-tool: bad end_turn empty-reply(silent)",
  "bedrock converse-stream kimi-k2.5 response-after-tool: ok end_turn",
  "bedrock invoke-model-stream anthropic.claude-3-haiku-20240307-v1:0 basic-chat: ok end_turn",
];

test("an invocation log gives its three exchanges, the first an empty reply after a tool result", async () => {
  const results = await judgedFiles({ "bedrock-invocation-log.jsonl": log });
  expect(summaryOf(results)).toEqual(said);
  expect(results.exchanges[0]).toMatchObject({
    region: "us-east-1",
    providerModelId: "moonshotai.kimi-k2.5",
    requestId: "6f9e9644-95a1-4c3c-892f-000000000001",
    hasTools: true,
    hasToolResult: true,
    outputTokens: 0,
    private: true,
    provenance: { recordedAt: "2026-09-01T10:00:00.000Z" },
  });
  expect(results.exchanges.map(({ textLength }) => textLength)).toEqual([0, 9, 3]);
  expect(results.read).toMatchObject({ formats: { "bedrock-log": 1 }, interactions: 3, damaged: [] });
});

const pretty = rows.map((row) => JSON.stringify(JSON.parse(row), null, 2));
const events = rows.map((message, id) => ({ id: String(id), timestamp: 1, message }));
const subscription = { messageType: "DATA_MESSAGE", owner: "1", logGroup: "g", logStream: "s", logEvents: events };
const other = JSON.stringify({ message: "Permissions are correctly set for Amazon Bedrock logs." });

describe("the same log, as AWS's services and people hand it out", () => {
  test.each<[string, string | Uint8Array]>([
    ["gzipped, as in S3", gzipSync(log)],
    ["a JSON list", JSON.stringify(rows.map((row) => JSON.parse(row)))],
    [
      "a JSON list, pretty printed",
      JSON.stringify(
        rows.map((row) => JSON.parse(row)),
        null,
        2,
      ),
    ],
    ["objects one after the other, as jq prints them", pretty.join("\n")],
    ["objects without a line break between, as Firehose writes them", rows.join("")],
    ["lines with CRLF and a byte-order mark", `\ufeff${rows.join("\r\n")}\r\n`],
    ["in message as text", rows.map((message) => `${JSON.stringify({ timestamp: 1, message })}\n`).join("")],
    ["in message as an object", rows.map((row) => `{"message":${row}}\n`).join("")],
    ["in @message", rows.map((row) => `${JSON.stringify({ "@timestamp": "t", "@message": row })}\n`).join("")],
    ["in logEvents of a subscription", JSON.stringify(subscription)],
    ["in events of FilterLogEvents", JSON.stringify({ events, searchedLogStreams: [] })],
    ["in events, pretty printed", JSON.stringify({ events }, null, 2)],
    ["in a list of subscriptions", JSON.stringify([subscription])],
    [
      "in the rows of Logs Insights",
      JSON.stringify({ results: rows.map((value) => [{ field: "@message", value }]), status: "Complete" }),
    ],
    [
      "in awslogs.data of a Lambda",
      JSON.stringify({ awslogs: { data: gzipSync(JSON.stringify(subscription)).toString("base64") } }),
    ],
    [
      "with a time before each line, as CloudWatch exports to S3",
      rows.map((row) => `2026-09-01T10:00:00.000Z ${row}\n`).join(""),
    ],
    [
      "with a time and stream, as aws logs tail prints",
      rows.map((row) => `2026-09-01T10:00:00+00:00 aws/bedrock/x ${row}\n`).join(""),
    ],
    ["after a message that is no log", `${other}\n${log}`],
  ])("%s", async (_, content) => {
    const results = await judgedFiles({ "AWSLogs/1/BedrockModelInvocationLogs/us-east-1/2026/a.json": content });
    expect(summaryOf(results)).toEqual(said);
    expect(results.read.damaged).toEqual([]);
  });
});

const row = (more: object) =>
  JSON.stringify({ schemaType: "ModelInvocationLog", region: "eu-west-1", modelId: "parrot.p-1-v1:0", ...more });
const input = {
  inputContentType: "application/json",
  inputBodyJson: { messages: [{ role: "user", content: [{ text: "Hi" }] }] },
};
const output = (outputBodyJson: unknown) => ({ outputContentType: "application/json", outputBodyJson });
const hello = {
  output: { message: { role: "assistant", content: [{ text: "Hello" }] } },
  stopReason: "end_turn",
  usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
  metrics: { latencyMs: 1 },
};

describe("rows of other kinds", () => {
  test.each<[string, object, readonly string[]]>([
    [
      "a list of the events of ConverseStream",
      {
        operation: "ConverseStream",
        output: output([
          { messageStart: { role: "assistant" } },
          { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Hello" } } },
          { contentBlockStop: { contentBlockIndex: 0 } },
          { messageStop: { stopReason: "end_turn" } },
          { metadata: { usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 }, metrics: { latencyMs: 1 } } },
        ]),
      },
      ["bedrock converse-stream parrot.p-1-v1:0 basic-chat: ok end_turn"],
    ],
    [
      "an empty ConverseStream",
      {
        operation: "ConverseStream",
        output: output({
          ...hello,
          output: { message: { role: "assistant", content: [] } },
          usage: { inputTokens: 1, outputTokens: 0, totalTokens: 1 },
        }),
      },
      ["bedrock converse-stream parrot.p-1-v1:0 basic-chat: bad end_turn empty-reply(silent)"],
    ],
    [
      "a ConverseStream with reasoning alone",
      {
        operation: "ConverseStream",
        output: output({
          ...hello,
          output: {
            message: {
              role: "assistant",
              content: [{ reasoningContent: { reasoningText: { text: "Hm.", signature: "s" } } }],
            },
          },
        }),
      },
      ["bedrock converse-stream parrot.p-1-v1:0 basic-chat: bad end_turn reasoning-only(null)"],
    ],
    [
      "InvokeModel",
      {
        operation: "InvokeModel",
        modelId: "anthropic.claude-3-haiku-20240307-v1:0",
        input: {
          inputBodyJson: {
            anthropic_version: "bedrock-2023-05-31",
            max_tokens: 9,
            messages: [{ role: "user", content: "Hi" }],
          },
        },
        output: output({
          id: "msg_bdrk_1",
          type: "message",
          role: "assistant",
          model: "claude-3-haiku-20240307",
          content: [{ type: "text", text: "Hello" }],
          stop_reason: "end_turn",
          usage: { input_tokens: 1, output_tokens: 2 },
        }),
      },
      ["bedrock invoke-model anthropic.claude-3-haiku-20240307-v1:0 basic-chat: ok end_turn"],
    ],
    [
      "a throttled call",
      { operation: "Converse", errorCode: "ThrottlingException", input: {}, output: {} },
      ["bedrock converse parrot.p-1-v1:0 not-recorded: blocked throttled"],
    ],
    [
      "a refused stream",
      { operation: "ConverseStream", errorCode: "AccessDeniedException" },
      ["bedrock converse-stream parrot.p-1-v1:0 basic-chat: blocked model-access"],
    ],
  ])("%s", async (_, more, expected) => {
    const results = await judgedFiles({ "a.jsonl": `${row({ input, ...more })}\n` });
    expect(summaryOf(results)).toEqual(expected);
    expect(results.read.damaged).toEqual([]);
  });

  test("a row whose reply is elsewhere, or was never logged, is named by its line, and its neighbours are judged", async () => {
    const large = row({ operation: "Converse", input, output: { outputBodyS3Path: "s3://b/data/1_output.json.gz" } });
    const off = row({ operation: "Converse", input: { inputTokenCount: 1 }, output: { outputTokenCount: 1 } });
    const good = row({ operation: "Converse", input, output: output(hello) });
    const results = await judgedFiles({ "a.jsonl": [good, large, off, "{ cut", good].join("\n") });
    expect(results.exchanges.map(({ interaction, observed }) => [interaction, observed])).toEqual([
      [0, "ok"],
      [4, "ok"],
    ]);
    expect(results.read.damaged).toEqual([
      expect.stringMatching(/^a\.jsonl, line 2, interaction 1: .*outputBodyS3Path/),
      expect.stringMatching(/^a\.jsonl, line 3, interaction 2: .*delivery of text was off/),
      expect.stringMatching(/^a\.jsonl, line 4, interaction 3: not JSON/),
    ]);
  });

  test("a request that is elsewhere leaves the reply to be judged", async () => {
    const results = await judgedFiles({
      "a.jsonl": row({
        operation: "Converse",
        input: { inputBodyS3Path: "s3://b/data/1_input.json.gz" },
        output: output(hello),
      }),
    });
    expect(summaryOf(results)).toEqual(["bedrock converse parrot.p-1-v1:0 not-recorded: ok end_turn"]);
  });

  test("an operation that is no chat is counted, not judged", async () => {
    const results = await judgedFiles({
      "a.jsonl": row({ operation: "ApplyGuardrail", input, output: output({ action: "NONE" }) }),
    });
    expect([results.exchanges, results.read.skipped, results.read.damaged]).toEqual([[], { other: 1 }, []]);
  });

  test.each([
    ["amazon.titan-embed-text-v2:0", { inputText: "Hi" }, { embedding: [0.1], inputTextTokenCount: 1 }],
    [
      "cohere.embed-english-v3",
      { texts: ["Hi"], input_type: "search_query" },
      { embeddings: [[0.1]], id: "1", response_type: "embeddings_floats" },
    ],
    ["amazon.titan-image-generator-v2:0", { taskType: "TEXT_IMAGE" }, { images: ["aGk="] }],
  ])("a call of %s is no bad reply", async (modelId, inputBodyJson, outputBodyJson) => {
    const results = await judgedFiles({
      "a.jsonl": row({ modelId, operation: "InvokeModel", input: { inputBodyJson }, output: output(outputBodyJson) }),
    });
    expect(results.exchanges.filter(({ observed }) => observed === "bad")).toEqual([]);
  });
});

const batch = (more: object) => `${JSON.stringify({ recordId: "R1", ...more })}\n`;
const anthropic = {
  anthropic_version: "bedrock-2023-05-31",
  max_tokens: 9,
  messages: [{ role: "user", content: "Hi" }],
};
const message = (content: readonly object[], stop_reason: string) => ({
  id: "msg_bdrk_1",
  type: "message",
  role: "assistant",
  model: "claude-3-haiku-20240307",
  content,
  stop_reason,
  usage: { input_tokens: 1, output_tokens: content.length },
});

test("the output of a batch job is judged record by record", async () => {
  const results = await judgedFiles({
    "job.jsonl.out": [
      batch({ modelInput: anthropic, modelOutput: message([{ type: "text", text: "Hello" }], "end_turn") }),
      batch({ modelInput: anthropic, modelOutput: message([], "end_turn") }),
      batch({ modelInput: anthropic, error: { errorCode: 400, errorMessage: "bad request" } }),
      batch({ modelInput: { messages: input.inputBodyJson.messages, inferenceConfig: {} }, modelOutput: hello }),
    ].join(""),
  });
  expect(summaryOf(results)).toEqual([
    "bedrock invoke-model claude-3-haiku-20240307 basic-chat: ok end_turn",
    "bedrock invoke-model claude-3-haiku-20240307 basic-chat: bad end_turn empty-reply(silent)",
    expect.stringMatching(/^bedrock invoke-model not-recorded basic-chat: (?!ok)/),
    "bedrock converse not-recorded basic-chat: ok end_turn",
  ]);
  expect(results.read).toMatchObject({ formats: { "bedrock-batch": 1 }, damaged: [] });
});

const completion = (content: string, finish_reason = "stop") => ({
  id: "c1",
  object: "chat.completion",
  model: "parrot/p-1",
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason }],
  usage: { prompt_tokens: 1, completion_tokens: content.length, total_tokens: 1 + content.length },
});
const answered = (custom_id: string, status_code: number, body: object) =>
  `${JSON.stringify({ id: "b", custom_id, response: { status_code, request_id: "r", body }, error: null })}\n`;

test("the output of OpenAI's and Anthropic's batches is judged line by line", async () => {
  const results = await judgedFiles({
    "batch_output.jsonl": [
      answered("1", 200, completion("Hello")),
      answered("2", 200, completion("")),
      answered("3", 429, {
        error: { message: "Rate limit reached", type: "rate_limit_error", code: "rate_limit_exceeded" },
      }),
      `${JSON.stringify({ id: "b", custom_id: "4", response: null, error: { code: "batch_expired", message: "expired" } })}\n`,
      `${JSON.stringify({ custom_id: "5", result: { type: "succeeded", message: { ...message([], "end_turn"), id: "msg_01" } } })}\n`,
    ].join(""),
  });
  expect(summaryOf(results)).toEqual([
    "unknown chat-completions parrot/p-1 not-recorded: ok stop",
    "unknown chat-completions parrot/p-1 not-recorded: bad stop empty-reply(silent)",
    expect.stringMatching(/^unknown chat-completions unknown not-recorded: blocked throttled/),
    "unknown messages claude-3-haiku-20240307 not-recorded: bad end_turn empty-reply(silent)",
  ]);
  expect(results.read).toMatchObject({ interactions: 5, skipped: { "no-status": 1 }, damaged: [] });
});
