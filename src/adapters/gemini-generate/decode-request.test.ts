import { expect, test } from "vitest";
import { decodeRequest } from "./decode-request.js";

const url = "https://generativelanguage.googleapis.com/v1beta/models/gemini-3-flash:generateContent?alt=sse";
const read = (body: object | string) =>
  decodeRequest({
    method: "POST",
    url,
    headers: [],
    body: new TextEncoder().encode(typeof body === "string" ? body : JSON.stringify(body)),
  });

test("a request has the model of its path, its history, its tools and its settings", () => {
  const { request, warnings } = read({
    systemInstruction: { parts: [{ text: "Be short." }] },
    contents: [
      { role: "user", parts: [{ text: "Tide?" }, { inlineData: { mimeType: "image/png", data: "AAAA" } }] },
      {
        role: "model",
        parts: [
          { text: "Hm.", thought: true },
          { functionCall: { name: "tides", args: { port: "Brest" } }, thoughtSignature: "sig" },
          { executableCode: { code: "1" } },
        ],
      },
      { role: "user", parts: [{ functionResponse: { name: "tides", response: { at: "noon" } } }, { text: "And?" }] },
    ],
    tools: [{ functionDeclarations: [{ name: "tides", description: "d", parameters: { type: "object" } }] }],
    toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["tides"] } },
    generationConfig: {
      ...{ maxOutputTokens: 50, temperature: 0, stopSequences: ["x"], candidateCount: 2 },
      ...{ responseMimeType: "application/json", thinkingConfig: { thinkingBudget: 0 } },
    },
    safetySettings: [],
  });
  expect(warnings).toEqual([]);
  expect(request).toMatchObject({
    model: "gemini-3-flash",
    tools: [{ name: "tides", description: "d", parameters: { type: "object" }, strict: null }],
    toolChoice: { kind: "tool", name: "tides" },
    ...{ maxOutputTokens: 50, temperature: 0, stopSequences: ["x"], choices: 2 },
    responseFormat: { kind: "json-object" },
    reasoning: { mode: "off", effort: null, budgetTokens: null },
    extra: { safetySettings: [] },
  });
  const plain = { kind: "reasoning", redacted: null, details: null };
  expect(request.messages).toEqual([
    { role: "system", parts: [{ kind: "text", text: "Be short." }], name: null },
    {
      role: "user",
      parts: [
        { kind: "text", text: "Tide?" },
        { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "AAAA" } },
      ],
      name: null,
    },
    {
      role: "assistant",
      parts: [
        { ...plain, text: "Hm.", signature: null, field: "thought" },
        { ...plain, text: null, signature: "sig", field: "thoughtSignature" },
        { kind: "tool-call", id: null, name: "tides", argumentsText: '{"port":"Brest"}' },
        { kind: "other", raw: { executableCode: { code: "1" } } },
      ],
      name: null,
    },
    {
      role: "tool",
      toolCallId: null,
      toolName: "tides",
      parts: [{ kind: "json", value: { at: "noon" } }],
      status: null,
    },
    { role: "user", parts: [{ kind: "text", text: "And?" }], name: null },
  ]);
});

test("names in the form of protobuf are the same members", () => {
  const { request } = read({
    system_instruction: { parts: [{ text: "s" }] },
    contents: [{ role: "user", parts: [{ text: "q" }] }],
    generation_config: { max_output_tokens: 5 },
    tool_config: { function_calling_config: { mode: "NONE" } },
    tools: { function_declarations: [{ name: "tides" }] },
  });
  expect(request.tools).toEqual([{ name: "tides", description: null, parameters: null, strict: null }]);
  expect(request).toMatchObject({ maxOutputTokens: 5, toolChoice: { kind: "none" }, extra: {} });
  expect(request.messages).toHaveLength(2);
});

test("what the vocabulary does not have is a warning with its place", () => {
  const { warnings } = read({
    contents: [{ role: "user", parts: [{ videoMetadata: {} }] }],
    tools: [{ googleSearch: {} }],
    generationConfig: { speechConfig: {} },
  });
  expect(warnings.map(({ field }) => field)).toEqual([
    "contents[0].parts[0]",
    "tools[0].googleSearch",
    "generationConfig.speechConfig",
  ]);
  expect(read("no JSON").warnings.map(({ id }) => id)).toEqual(["body-unreadable"]);
  expect(read({}).warnings.map(({ id }) => id)).toEqual(["messages-missing"]);
});

test("schemas in Google's form are read as JSON Schema, and enumerations also by their numbers", () => {
  const { request } = read({
    contents: [],
    tools: [{ function_declarations: [{ name: "tides", parameters: { type: 6, properties: { port: { type: 1 } } } }] }],
    tool_config: { function_calling_config: { mode: 2, allowed_function_names: ["tides"] } },
    generation_config: { response_schema: { type: "OBJECT", properties: { at: { type: "STRING", nullable: true } } } },
  });
  expect(request.tools?.[0]?.parameters).toEqual({ type: "object", properties: { port: { type: "string" } } });
  expect(request.toolChoice).toEqual({ kind: "tool", name: "tides" });
  expect(request.responseFormat).toMatchObject({
    schema: { type: "object", properties: { at: { type: ["string", "null"] } } },
  });
});

test("a schema that is JSON Schema by its name is taken as it is", () => {
  const schema = { type: "object", properties: { at: { const: "NOON" } }, propertyOrdering: ["at"] };
  const { request } = read({
    contents: [],
    tools: [{ functionDeclarations: [{ name: "tides", parametersJsonSchema: schema }] }],
    generationConfig: { responseJsonSchema: schema },
  });
  expect(request.tools?.[0]?.parameters).toEqual(schema);
  expect(request.responseFormat).toMatchObject({ schema });
});
