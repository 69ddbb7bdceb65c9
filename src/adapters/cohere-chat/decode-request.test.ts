import { expect, test } from "vitest";
import { decodeRequest } from "./decode-request.js";

const read = (body: object) =>
  decodeRequest({ method: "POST", url: "/v2/chat", headers: [], body: new TextEncoder().encode(JSON.stringify(body)) });

test("a request has its history, its tools and its settings", () => {
  const { request, warnings } = read({
    model: "command-a",
    stream: true,
    messages: [
      { role: "system", content: "Be short." },
      { role: "user", content: [{ type: "text", text: "Tide?" }] },
      {
        role: "assistant",
        tool_plan: "I will look.",
        content: [{ type: "thinking", thinking: "Hm." }],
        tool_calls: [{ id: "c1", type: "function", function: { name: "tides", arguments: "{}" } }],
      },
      { role: "tool", tool_call_id: "c1", content: [{ type: "document", document: { data: { at: "noon" } } }] },
    ],
    tools: [{ type: "function", function: { name: "tides", description: "d", parameters: { type: "object" } } }],
    tool_choice: "REQUIRED",
    ...{ max_tokens: 5, temperature: 0, p: 0.5, k: 3, seed: 1, stop_sequences: ["x"] },
    response_format: { type: "json_object", json_schema: { type: "object" } },
    documents: [],
  });
  expect(warnings).toEqual([]);
  expect(request).toMatchObject({
    model: "command-a",
    tools: [{ name: "tides", description: "d", parameters: { type: "object" }, strict: null }],
    toolChoice: { kind: "required" },
    ...{ maxOutputTokens: 5, temperature: 0, topP: 0.5, topK: 3, seed: 1, stopSequences: ["x"] },
    responseFormat: { kind: "json-schema", schema: { type: "object" } },
    extra: { documents: [] },
  });
  expect(Object.keys(request.extra)).toEqual(["documents"]);
  expect(request.messages).toEqual([
    { role: "system", parts: [{ kind: "text", text: "Be short." }], name: null },
    { role: "user", parts: [{ kind: "text", text: "Tide?" }], name: null },
    {
      role: "assistant",
      parts: [
        { kind: "reasoning", text: "Hm.", signature: null, redacted: null, details: null, field: "thinking" },
        { kind: "other", raw: { tool_plan: "I will look." } },
        { kind: "tool-call", id: "c1", name: "tides", argumentsText: "{}" },
      ],
      name: null,
    },
    { role: "tool", toolCallId: "c1", toolName: null, parts: [{ kind: "json", value: { at: "noon" } }], status: null },
  ]);
});

test("what is missing or not read is a warning with its place", () => {
  const { warnings } = read({
    messages: [
      { role: "user", content: "a" },
      { role: "narrator", content: "b" },
    ],
  });
  expect(warnings.map(({ id, field }) => [id, field])).toEqual([
    ["model-missing", "model"],
    ["not-read", "messages[1].role"],
  ]);
  expect(read({ model: "m" }).warnings.map(({ id }) => id)).toEqual(["messages-missing"]);
});
