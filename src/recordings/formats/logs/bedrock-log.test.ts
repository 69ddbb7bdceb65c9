import { describe, expect, test } from "vitest";
import { interactionsOf } from "../../../../test/support/read-format.js";
import { createEventStreamParser, stringHeader } from "../../../wire/frames/event-stream.js";
import { recordingFile } from "../../recording-file.js";
import { bedrockLog } from "./bedrock-log.js";

const base = {
  schemaType: "ModelInvocationLog",
  timestamp: "2026-09-01T10:00:00Z",
  region: "eu-west-1",
  requestId: "r-1",
  operation: "Converse",
  modelId: "arn:aws:bedrock:eu-west-1:1:inference-profile/eu.parrot",
  input: { inputContentType: "application/json", inputBodyJson: { messages: [] } },
};

function read(more: object) {
  const file = recordingFile("a.jsonl", new TextEncoder().encode(JSON.stringify({ ...base, ...more })));
  const [only] = interactionsOf(bedrockLog, file);
  return only ?? expect.fail("no interaction");
}

const bytesOf = ({ chunks }: ReturnType<typeof read>) => Buffer.concat(chunks.map(([, bytes]) => bytes));
const framesOf = (one: ReturnType<typeof read>) =>
  createEventStreamParser()
    .push(bytesOf(one))
    .map((frame) => [stringHeader(frame, ":event-type"), JSON.parse(Buffer.from(frame.payload).toString())]);

describe("a row of the log", () => {
  test("gives what was logged, and lists what was not", () => {
    const one = read({ output: { outputContentType: "application/json", outputBodyJson: { stopReason: "end_turn" } } });
    expect(one).toMatchObject({
      format: "bedrock-log",
      request: {
        method: "POST",
        url: "https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Feu.parrot/converse",
      },
      response: {
        status: null,
        headers: [
          ["content-type", "application/json"],
          ["x-amzn-requestid", "r-1"],
        ],
      },
      recordedAt: "2026-09-01T10:00:00.000Z",
      losses: ["status", "response-headers", "wire-text", "key-order", "chunk-boundaries", "arrival-times"],
      notes: ["the URL is made from the log's operation, model and region"],
      isPrivate: true,
    });
    expect(bytesOf(one).toString()).toBe('{"stopReason":"end_turn"}');
  });

  test("without a region has lost the host", () => {
    const one = read({ region: undefined, modelId: "m", output: { outputBodyJson: {} } });
    expect([one.request?.url, one.losses.includes("host")]).toEqual(["/model/m/converse", true]);
  });

  test("of a stream that was summed up gives an event for each part, with frames of ours", () => {
    const content = [
      { reasoningContent: { reasoningText: { text: "Hm.", signature: "sig" } } },
      { text: "Hello" },
      { toolUse: { toolUseId: "t1", name: "get", input: { a: 1 } } },
    ];
    const reply = {
      output: { message: { role: "assistant", content } },
      stopReason: "tool_use",
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      metrics: { latencyMs: 4 },
    };
    const one = read({ operation: "ConverseStream", output: { outputBodyJson: reply } });
    expect(one.losses).toContain("frames");
    expect(one.notes).toContain("the log holds the whole message; the events were made from it");
    expect(framesOf(one)).toEqual([
      ["messageStart", { role: "assistant" }],
      ["contentBlockDelta", { contentBlockIndex: 0, delta: { reasoningContent: { text: "Hm." } } }],
      ["contentBlockDelta", { contentBlockIndex: 0, delta: { reasoningContent: { signature: "sig" } } }],
      ["contentBlockStop", { contentBlockIndex: 0 }],
      ["contentBlockDelta", { contentBlockIndex: 1, delta: { text: "Hello" } }],
      ["contentBlockStop", { contentBlockIndex: 1 }],
      ["contentBlockStart", { contentBlockIndex: 2, start: { toolUse: { toolUseId: "t1", name: "get" } } }],
      ["contentBlockDelta", { contentBlockIndex: 2, delta: { toolUse: { input: '{"a":1}' } } }],
      ["contentBlockStop", { contentBlockIndex: 2 }],
      ["messageStop", { stopReason: "tool_use" }],
      ["metadata", { usage: reply.usage, metrics: reply.metrics }],
    ]);
  });

  test("without a stop reason gives a stream that does not end", () => {
    const one = read({
      operation: "ConverseStream",
      output: { outputBodyJson: { output: { message: { content: [] } } } },
    });
    expect(framesOf(one)).toEqual([["messageStart", { role: "assistant" }]]);
  });

  test("cuts a long text between characters, never inside one", () => {
    const text = "🦜".repeat(150);
    const one = read({
      operation: "ConverseStream",
      output: { outputBodyJson: { output: { message: { content: [{ text }] } } } },
    });
    const pieces = framesOf(one).flatMap(([, payload]) => payload.delta?.text ?? []);
    expect(pieces.join("")).toBe(text);
    expect(pieces.length).toBeGreaterThan(1);
  });

  test.each([
    ["ThrottlingException", 429],
    ["ValidationException", 400],
    ["ResourceNotFoundException", 404],
    ["ServiceUnavailableException", 503],
    ["503", 503],
    ["SomethingNewException", null],
  ])("that failed with %s has status %s and its words", (errorCode, status) => {
    const one = read({ errorCode, errorMessage: "no", output: {} });
    expect(one.response?.status).toBe(status);
    expect(bytesOf(one).toString()).toContain('"message":"no"');
  });
});
