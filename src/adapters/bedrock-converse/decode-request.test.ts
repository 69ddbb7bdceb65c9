import { expect, test } from "vitest";
import { converseTarget } from "../../../test/support/converse-wire.js";
import type { JsonObject } from "../../chat/json.js";
import type { Target } from "../../chat/target.js";
import { decodeRequest } from "./decode-request.js";
import { encode } from "./encode.js";

const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/vendor.sample-v1%3A0/converse";

function decoded(body: unknown, at = url) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return decodeRequest({ method: "POST", url: at, headers: [], body: new TextEncoder().encode(text) });
}

/** A body with everything that is read, in the shape that AWS documents. */
const full: JsonObject = {
  system: [{ text: "Be brief." }, { cachePoint: { type: "default", ttl: "5m" } }],
  messages: [
    {
      role: "user",
      content: [
        { text: "q" },
        { image: { format: "jpeg", source: { bytes: "AA==" } } },
        { document: { format: "pdf", name: "a", source: { s3Location: { uri: "s3://b/a.pdf" } } } },
        { cachePoint: { type: "default" } },
      ],
    },
    {
      role: "assistant",
      content: [
        { reasoningContent: { reasoningText: { text: "r", signature: "s" } } },
        { reasoningContent: { redactedContent: "AA==" } },
        { text: "" },
        { toolUse: { toolUseId: "functions.f:0", name: "f", input: { b: 1, a: 2 } } },
      ],
    },
    {
      role: "user",
      content: [
        {
          toolResult: { toolUseId: "functions.f:0", content: [{ json: { a: null } }, { text: "x" }], status: "error" },
        },
        { text: "and?" },
      ],
    },
    { role: "assistant", content: [] },
  ],
  toolConfig: {
    tools: [
      { toolSpec: { name: "f", description: "", inputSchema: { json: { type: "object" } }, strict: false } },
      { toolSpec: { name: "g" } },
    ],
    toolChoice: { any: {} },
  },
  inferenceConfig: { maxTokens: 1, temperature: 0, topP: 1, stopSequences: ["a"] },
  outputConfig: {
    textFormat: { type: "json_schema", structure: { jsonSchema: { schema: '{"type":"object"}', name: "s" } } },
  },
  guardrailConfig: { guardrailIdentifier: "g" },
  additionalModelRequestFields: { top_k: 5 },
};

test("a request comes back in chat words, in its order, with the provider's own members in extra", () => {
  const { request, warnings } = decoded(full);
  expect(warnings).toEqual([]);
  expect(request).toEqual({
    model: "vendor.sample-v1:0",
    messages: [
      {
        role: "system",
        parts: [
          { kind: "text", text: "Be brief." },
          { kind: "cache-point", ttl: "5m" },
        ],
        name: null,
      },
      {
        role: "user",
        parts: [
          { kind: "text", text: "q" },
          { kind: "image", source: { kind: "bytes", mediaType: "image/jpeg", base64: "AA==" } },
          { kind: "document", source: { kind: "url", url: "s3://b/a.pdf" }, name: "a" },
          { kind: "cache-point", ttl: null },
        ],
        name: null,
      },
      {
        role: "assistant",
        parts: [
          { kind: "reasoning", text: "r", signature: "s", redacted: null, details: null, field: "reasoningContent" },
          {
            kind: "reasoning",
            text: null,
            signature: null,
            redacted: "AA==",
            details: null,
            field: "reasoningContent",
          },
          { kind: "text", text: "" },
          { kind: "tool-call", id: "functions.f:0", name: "f", argumentsText: '{"b":1,"a":2}' },
        ],
        name: null,
      },
      {
        role: "tool",
        toolCallId: "functions.f:0",
        toolName: null,
        parts: [
          { kind: "json", value: { a: null } },
          { kind: "text", text: "x" },
        ],
        status: "error",
      },
      { role: "user", parts: [{ kind: "text", text: "and?" }], name: null },
      { role: "assistant", parts: [], name: null },
    ],
    tools: [
      { name: "f", description: "", parameters: { type: "object" }, strict: false },
      { name: "g", description: null, parameters: null, strict: null },
    ],
    toolChoice: { kind: "required" },
    parallelToolCalls: null,
    maxOutputTokens: 1,
    temperature: 0,
    topP: 1,
    topK: null,
    seed: null,
    presencePenalty: null,
    frequencyPenalty: null,
    stopSequences: ["a"],
    reasoning: null,
    responseFormat: { kind: "json-schema", name: "s", schema: { type: "object" }, strict: null },
    extra: { guardrailConfig: { guardrailIdentifier: "g" }, additionalModelRequestFields: { top_k: 5 } },
    choices: null,
    logprobs: null,
    logitBias: null,
    change: null,
  });
});

test("what was read is written back as the same body", () => {
  const target: Target = { ...converseTarget("converse"), providerModelId: "vendor.sample-v1:0" };
  const again = encode(decoded(full).request, { target, policy: "faithful" });
  expect(again).toMatchObject({ kind: "encoded", path: "/model/vendor.sample-v1%3A0/converse", body: full });
});

test.each([
  [{ messages: [{ role: "user", content: [{ video: {} }] }] }, ["unread-block messages[0].content[0]"]],
  [
    { messages: [{ role: "tool", content: [] }, { role: "user" }] },
    ["unread-message messages[0]", "unread-message messages[1]"],
  ],
  [{ toolConfig: { tools: [{ systemTool: { name: "x" } }] } }, ["unread-block toolConfig.tools[0]"]],
  [{ inferenceConfig: { topK: 1 } }, ["unread-member inferenceConfig.topK"]],
  [
    {
      messages: [
        {
          role: "user",
          content: [{ document: { format: "txt", name: "a", source: { bytes: "" }, citations: { enabled: true } } }],
        },
      ],
    },
    ["unread-member messages[0].content[0].document.citations"],
  ],
  ["{broken", ["body-unreadable body"]],
  ["[]", ["body-unreadable body"]],
] as const)("what stands for nothing in %j is a warning", (body, warned) => {
  expect(decoded(body).warnings.map(({ id, field }) => `${id} ${field}`)).toEqual(warned);
});

test("R39 an ARN in the path is read back whole", () => {
  const arn = "arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.m-v1%3A0";
  expect(decoded({}, `http://127.0.0.1:8080/model/${arn}/converse-stream?x=1`).request.model).toBe(
    "arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0",
  );
  expect(decoded({}, "http://127.0.0.1/other").warnings.map(({ id }) => id)).toEqual(["model-missing"]);
});

test("text that is marked for a guardrail is read as text, and the mark is a warning", () => {
  const guardContent = { text: { text: "hi", qualifiers: ["query"] } };
  const { request, warnings } = decoded({ messages: [{ role: "user", content: [{ guardContent }] }] });
  expect(request.messages).toEqual([{ role: "user", parts: [{ kind: "text", text: "hi" }], name: null }]);
  expect(warnings.map(({ field }) => field)).toEqual(["messages[0].content[0].guardContent"]);
});

test("outputConfig that holds more than a schema stays in extra", () => {
  const outputConfig = { ...(full["outputConfig"] as JsonObject), effort: "high" };
  expect(decoded({ outputConfig }).request).toMatchObject({ responseFormat: null, extra: { outputConfig } });
});
