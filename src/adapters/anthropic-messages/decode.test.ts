import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../chat/json.js";
import type { Reply } from "../../chat/reply.js";
import { noteIds, read } from "./stream.fixture.js";

const message: JsonObject = {
  id: "msg_01",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-4-6",
  content: [{ type: "text", text: "Hi" }],
  stop_reason: "end_turn",
  stop_sequence: null,
  stop_details: null,
  usage: { input_tokens: 12, output_tokens: 3 },
};

function readWhole(body: JsonObject | string): Promise<Reply> {
  return read(typeof body === "string" ? body : JSON.stringify(body), { streaming: false });
}

describe("a whole reply", () => {
  test("has its blocks in order, each as the chat vocabulary has it", async () => {
    const use = { type: "server_tool_use", id: "srvtoolu_01", name: "web_search", input: { query: "x" } };
    const reply = await readWhole({
      ...message,
      content: [
        { type: "thinking", thinking: "", signature: "c2ln" },
        { type: "redacted_thinking", data: "opaque" },
        use,
        { type: "text", text: "cited", citations: [{ type: "page_location", cited_text: "c" }] },
        { type: "tool_use", id: "toolu_01", name: "f", input: {} },
        { type: "tool_use", id: "toolu_02", name: "g", input: { a: [1, "ö"] } },
      ],
      stop_reason: "tool_use",
    });
    const reasoning = { kind: "reasoning", details: null, field: "thinking" };
    expect(reply).toMatchObject({
      id: "msg_01",
      model: "claude-sonnet-4-6",
      completeness: "complete",
      finish: { kind: "tool-calls", raw: "tool_use" },
    });
    expect(reply.parts).toEqual([
      { ...reasoning, text: "", signature: "c2ln", redacted: null },
      { ...reasoning, text: null, signature: null, redacted: "opaque" },
      { kind: "other", raw: use },
      { kind: "text", text: "cited" },
      { kind: "tool-call", id: "toolu_01", name: "f", argumentsText: "{}" },
      { kind: "tool-call", id: "toolu_02", name: "g", argumentsText: '{"a":[1,"ö"]}' },
    ]);
    expect(noteIds(reply)).toEqual(["unknown-block", "citations"]);
  });

  test.each<[host: string, members: JsonObject, seen: object]>([
    ["Vertex AI", { id: "msg_vrtx_01" }, { id: "msg_vrtx_01", notes: [] }],
    [
      "Bedrock's endpoints",
      { id: "msg_bdrk_01", "amazon-bedrock-guardrailAction": "NONE" },
      { id: "msg_bdrk_01", notes: [] },
    ],
    ["Azure's Foundry", { container: null, context_management: { applied_edits: [] } }, { notes: [] }],
    [
      "OpenRouter",
      { id: "gen-1", provider: "Amazon Bedrock", usage: { input_tokens: 1, output_tokens: 2, cost: 0.25 } },
      { id: "gen-1", upstream: "Amazon Bedrock", usage: { inputTokens: 1, outputTokens: 2, costUsd: 0.25 }, notes: [] },
    ],
  ])("of %s", async (_, members, seen) => {
    expect(await readWhole({ ...message, ...members })).toMatchObject({ completeness: "complete", ...seen });
  });

  test("of ollama has no stop_sequence, and ids of its own", async () => {
    const { stop_sequence: _none, stop_details: _neither, ...rest } = message;
    const content = [{ type: "tool_use", id: "call_3wfh6xzl", name: "f", input: { a: 1 } }];
    const reply = await readWhole({ ...rest, id: "msg_2ca635d951c9f414d5c01a88", content, stop_reason: "tool_use" });
    expect(reply).toMatchObject({ finish: { raw: "tool_use", stopSequence: null }, parts: [{ id: "call_3wfh6xzl" }] });
  });

  test("may be blank, and says so with its finish", async () => {
    expect(await readWhole({ ...message, content: [] })).toMatchObject({
      completeness: "complete",
      parts: [],
      notes: [],
    });
  });

  test("may lack usage and its stop reason", async () => {
    const reply = await readWhole({ type: "message", content: [] });
    expect(reply).toMatchObject({ completeness: "complete", usage: null, finish: null, id: null });
    expect(noteIds(reply)).toEqual(["usage-missing"]);
  });

  test("counts prompt and cache apart", async () => {
    const usage = { input_tokens: 3, cache_creation_input_tokens: 5, cache_read_input_tokens: 7, output_tokens: 0 };
    expect((await readWhole({ ...message, usage })).usage).toEqual({
      inputTokens: 15,
      outputTokens: 0,
      totalTokens: null,
      reasoningTokens: null,
      cacheReadTokens: 7,
      cacheWriteTokens: 5,
      costUsd: null,
      raw: usage,
    });
  });

  test("names a member that is not read", async () => {
    expect((await readWhole({ ...message, mood: "good" })).notes).toEqual([
      { id: "unknown-field", message: "the reply has a member that is not read: mood" },
    ]);
  });

  test("may come after white space that keeps the connection open", async () => {
    expect((await readWhole(`\n \n${JSON.stringify(message)}`)).completeness).toBe("complete");
  });
});

describe("a body that is no message", () => {
  test.each<[what: string, body: string, kind: string, message: string]>([
    ["nothing", "", "truncated", "the body is empty"],
    ["a cut message", JSON.stringify(message).slice(0, -5), "truncated", "the body is not whole JSON"],
    ["text", "upstream went away", "protocol", "the body is not whole JSON"],
    ["a list", "[]", "protocol", "the body is not a JSON object"],
    ["another API's reply", '{"choices":[]}', "protocol", "the body is not a message"],
    [
      "an error",
      '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}',
      "unavailable",
      "Overloaded",
    ],
    ["an error of another API", '{"error":{"message":"No credits","code":402}}', "quota", "No credits"],
  ])("%s", async (_, body, kind, words) => {
    const { failure, parts } = await readWhole(body);
    expect(failure).toMatchObject({ kind, phase: "body", status: 200 });
    expect(failure?.message).toContain(words);
    expect(parts).toEqual([]);
  });

  test("cut at any byte, it is truncated", async () => {
    const body = JSON.stringify({ ...message, content: [{ type: "text", text: "ö 🗼" }] });
    const cuts = await Promise.all(
      Array.from({ length: body.length }, async (_, end) => (await readWhole(body.slice(0, end))).completeness),
    );
    expect(new Set(cuts)).toEqual(new Set(["truncated"]));
  });
});
