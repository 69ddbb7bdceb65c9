import { expect, test } from "vitest";
import { invokeTarget } from "../../../test/support/invoke-frames.js";
import type { JsonObject } from "../../chat/json.js";
import type { Message } from "../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { bedrockInvoke } from "./adapter.js";
import { detectFamily } from "./decode-request/detect-family.js";

test.each([
  ["us.anthropic.claude-haiku-4-5-20251001-v1:0", {}, "anthropic"],
  ["moonshotai.kimi-k2.5", { messages: [] }, "moonshot"],
  ["moonshot.kimi-k2-thinking", { messages: [] }, "moonshot"],
  ["mistral.mistral-large-2407-v1:0", { messages: [] }, "mistral-chat"],
  ["mistral.mistral-7b-instruct-v0:2", { prompt: "x" }, "mistral-text"],
  ["us.meta.llama3-3-70b-instruct-v1:0", { prompt: "x" }, "llama"],
  ["us.deepseek.r1-v1:0", { prompt: "x" }, "deepseek-r1"],
  ["deepseek.v3-v1:0", { messages: [] }, "deepseek-v3"],
  ["amazon.titan-text-lite-v1", { inputText: "x" }, "titan"],
  ["arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-tg1-large", { inputText: "x" }, "titan"],
  ["us.amazon.nova-lite-v1:0", { messages: [] }, "nova"],
  ["openai.gpt-oss-120b-1:0", { messages: [] }, "gpt-oss"],
  ["cohere.command-r-v1:0", { message: "x" }, "cohere"],
  ["ai21.jamba-1-5-mini-v1:0", { messages: [] }, "ai21"],
  ["arn:aws:bedrock:us-east-1:1:application-inference-profile/abc", { anthropic_version: "x" }, "anthropic"],
  ["arn:aws:sagemaker:us-east-1:1:endpoint/quick", { prompt: "x", max_gen_len: 3 }, "llama"],
  [null, { schemaVersion: "messages-v1", messages: [] }, "nova"],
  ["x.y", { unheard: "of" }, null],
])("a recorded request to %s is of a family by its id's vendor or its body", (modelId, body, family) => {
  expect(detectFamily(modelId, body)).toBe(family);
});

test("a Messages body comes back in chat words, ids and all", () => {
  const { request, warnings } = decode("us.anthropic.claude-v%3A0", {
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 64,
    system: "Be brief.",
    messages: [
      { role: "user", content: "Weather?" },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Hm", signature: "c2ln" },
          { type: "tool_use", id: "toolu_1", name: "get_weather", input: { city: "Rome" } },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "toolu_1", content: "65F", is_error: true },
          { type: "text", text: "Well?" },
        ],
      },
    ],
    tools: [{ name: "get_weather", input_schema: { type: "object" } }],
    tool_choice: { type: "any", disable_parallel_tool_use: true },
    metadata: { user_id: "u" },
  });
  expect(warnings).toEqual([]);
  expect(request).toMatchObject({
    model: "us.anthropic.claude-v:0",
    maxOutputTokens: 64,
    toolChoice: { kind: "required" },
    parallelToolCalls: false,
    tools: [{ name: "get_weather", description: null, parameters: { type: "object" }, strict: null }],
    extra: { metadata: { user_id: "u" } },
  });
  expect(request.messages).toEqual([
    { role: "system", parts: [{ kind: "text", text: "Be brief." }], name: null },
    { role: "user", parts: [{ kind: "text", text: "Weather?" }], name: null },
    {
      role: "assistant",
      parts: [
        { kind: "reasoning", text: "Hm", signature: "c2ln", redacted: null, details: null, field: "thinking" },
        { kind: "tool-call", id: "toolu_1", name: "get_weather", argumentsText: '{"city":"Rome"}' },
      ],
      name: null,
    },
    { role: "tool", toolCallId: "toolu_1", toolName: null, parts: [{ kind: "text", text: "65F" }], status: "error" },
    { role: "user", parts: [{ kind: "text", text: "Well?" }], name: null },
  ]);
});

const toolTalk: readonly Message[] = [
  { role: "system", parts: [{ kind: "text", text: "Be brief." }], name: null },
  { role: "user", parts: [{ kind: "text", text: "Weather?" }], name: null },
  {
    role: "assistant",
    parts: [
      { kind: "tool-call", id: "functions.get_weather:0", name: "get_weather", argumentsText: '{"city":"Rome"}' },
    ],
    name: null,
  },
  {
    role: "tool",
    toolCallId: "functions.get_weather:0",
    toolName: null,
    parts: [{ kind: "text", text: "65F" }],
    status: null,
  },
];

test.each([
  ["anthropic", "anthropic.claude"],
  ["nova", "amazon.nova-pro"],
  ["moonshot", "moonshotai.kimi-k2.5"],
  ["mistral-chat", "mistral.large"],
  ["deepseek-v3", "deepseek.v3"],
  ["gpt-oss", "openai.gpt-oss"],
  ["ai21", "ai21.jamba"],
])("%s: what was encoded is decoded to the same conversation, tools and settings", (family, model) => {
  const request: ChatRequest = {
    ...plainRequest(model, toolTalk),
    tools: [{ name: "get_weather", description: "d", parameters: { type: "object" }, strict: null }],
    toolChoice: { kind: "auto" },
    maxOutputTokens: 64,
    temperature: 0.5,
    topP: 0.9,
    extra: { own: 1 },
  };
  expect(roundTrip(family, request)).toEqual(request);
});

test("cohere: what was encoded is decoded to the same conversation", () => {
  const messages: readonly Message[] = [
    { role: "system", parts: [{ kind: "text", text: "s" }], name: null },
    { role: "user", parts: [{ kind: "text", text: "a" }], name: null },
    { role: "assistant", parts: [{ kind: "text", text: "b" }], name: null },
    { role: "user", parts: [{ kind: "text", text: "c" }], name: null },
  ];
  const request: ChatRequest = { ...plainRequest("cohere.command-r", messages), topK: 3, stopSequences: ["x"] };
  expect(roundTrip("cohere", request)).toEqual(request);
});

test.each([
  ["llama", "meta.llama3", { prompt: "<|begin_of_text|>Hi", max_gen_len: 9, temperature: 0 }],
  ["mistral-text", "mistral.7b", { prompt: "<s>[INST] Hi [/INST]", max_tokens: 9, temperature: 0 }],
  ["deepseek-r1", "us.deepseek.r1", { prompt: "<｜User｜>Hi", max_tokens: 9, temperature: 0 }],
  ["titan", "amazon.titan-text", { inputText: "Hi", textGenerationConfig: { maxTokenCount: 9, temperature: 0 } }],
])("%s: the prompt comes back whole, as one user message", (_family, model, body) => {
  const { request } = decode(model, body);
  const text = "prompt" in body ? body.prompt : body.inputText;
  expect(request.messages).toEqual([{ role: "user", parts: [{ kind: "text", text }], name: null }]);
  expect([request.maxOutputTokens, request.temperature, request.topP, request.extra]).toEqual([9, 0, null, {}]);
});

test("a body that is no JSON is a warning and an empty conversation", () => {
  const wire = { method: "POST", url: "https://x/model/a.b/invoke", headers: [], body: Buffer.from("{oops") };
  const { request, warnings } = bedrockInvoke.decodeRequest(wire);
  expect([request.model, request.messages, warnings.map((warning) => warning.id)]).toEqual([
    "a.b",
    [],
    ["request-unreadable"],
  ]);
});

function decode(model: string, body: JsonObject) {
  const url = `https://bedrock-runtime.us-east-1.amazonaws.com/model/${model}/invoke`;
  return bedrockInvoke.decodeRequest({ method: "POST", url, headers: [], body: Buffer.from(JSON.stringify(body)) });
}

function roundTrip(family: string, request: ChatRequest): ChatRequest {
  const target = { ...invokeTarget(family, false), providerModelId: request.model };
  const written = bedrockInvoke.encode(request, { target, policy: "faithful" });
  if (written.kind !== "encoded") throw new Error(written.message);
  const url = `https://x${written.path}`;
  const body = Buffer.from(JSON.stringify(written.body));
  return bedrockInvoke.decodeRequest({ method: "POST", url, headers: [], body }).request;
}
