import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import { decodeRequest } from "./decode-request.js";

const user = { role: "user", content: "Hi" };

function decode(body: JsonObject | string, url = "https://api.anthropic.com/v1/messages?beta=true") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return decodeRequest({ method: "POST", url, headers: [], body: new TextEncoder().encode(text) });
}

function messagesOf(...messages: readonly JsonValue[]) {
  return decode({ model: "m", messages }).request.messages;
}

function lostIn(body: JsonObject): readonly string[] {
  return decode({ model: "m", messages: [user], ...body }).warnings.map(({ field, message }) => `${field}: ${message}`);
}

function extraOf(body: JsonObject): JsonObject {
  return decode({ model: "m", messages: [user], ...body }).request.extra;
}

const text = (words: string) => ({ kind: "text", text: words });

test("a whole request comes back in chat words", () => {
  const { request, warnings } = decode({
    model: "claude-sonnet-4-6",
    max_tokens: 1024,
    system: [
      { type: "text", text: "Be brief." },
      { type: "text", text: "Long manual.", cache_control: { type: "ephemeral", ttl: "1h" } },
    ],
    messages: [
      { role: "user", content: [{ type: "text", text: "Weather?", cache_control: { type: "ephemeral" } }] },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Paris.", signature: "c2ln" },
          { type: "redacted_thinking", data: "opaque" },
          { type: "text", text: "I look." },
          { type: "tool_use", id: "toolu_01", name: "get_weather", input: { location: "Paris" } },
          { type: "tool_use", id: "toolu_02", name: "now", input: {} },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "toolu_01", content: "sunny", is_error: false },
          { type: "tool_result", tool_use_id: "toolu_02", is_error: true },
          { type: "text", text: "So?" },
        ],
      },
    ],
    tools: [
      { name: "get_weather", description: "d", input_schema: { type: "object" }, strict: true },
      { name: "now", input_schema: {} },
    ],
    tool_choice: { type: "any", disable_parallel_tool_use: true },
    temperature: 0,
    top_p: 0.5,
    top_k: 0,
    stop_sequences: ["\n", ""],
    thinking: { type: "enabled", budget_tokens: 2048 },
    output_config: { effort: "high", format: { type: "json_schema", schema: { type: "object" } } },
    metadata: { user_id: "u" },
    stream: true,
  });
  expect(warnings).toEqual([]);
  expect(request.messages).toEqual([
    {
      role: "system",
      parts: [text("Be brief."), text("Long manual."), { kind: "cache-point", ttl: "1h" }],
      name: null,
    },
    { role: "user", parts: [text("Weather?"), { kind: "cache-point", ttl: null }], name: null },
    {
      role: "assistant",
      parts: [
        { kind: "reasoning", text: "Paris.", signature: "c2ln", redacted: null, details: null, field: "thinking" },
        { kind: "reasoning", text: null, signature: null, redacted: "opaque", details: null, field: "thinking" },
        text("I look."),
        { kind: "tool-call", id: "toolu_01", name: "get_weather", argumentsText: '{"location":"Paris"}' },
        { kind: "tool-call", id: "toolu_02", name: "now", argumentsText: "{}" },
      ],
      name: null,
    },
    { role: "tool", toolCallId: "toolu_01", toolName: null, parts: [text("sunny")], status: "success" },
    { role: "tool", toolCallId: "toolu_02", toolName: null, parts: [], status: "error" },
    { role: "user", parts: [text("So?")], name: null },
  ]);
  expect(request).toMatchObject({
    model: "claude-sonnet-4-6",
    tools: [
      { name: "get_weather", description: "d", parameters: { type: "object" }, strict: true },
      { name: "now", description: null, parameters: {}, strict: null },
    ],
    toolChoice: { kind: "required" },
    parallelToolCalls: false,
    maxOutputTokens: 1024,
    temperature: 0,
    topP: 0.5,
    topK: 0,
    stopSequences: ["\n", ""],
    reasoning: { mode: "on", effort: "high", budgetTokens: 2048 },
    responseFormat: { kind: "json-schema", name: "output", schema: { type: "object" }, strict: null },
    extra: { metadata: { user_id: "u" } },
    seed: null,
  });
});

describe("messages", () => {
  test("a text alone is one part, also an empty one; an empty list has none", () => {
    expect(messagesOf({ role: "user", content: "" }, { role: "assistant", content: [] })).toEqual([
      { role: "user", parts: [text("")], name: null },
      { role: "assistant", parts: [], name: null },
    ]);
  });

  test("the system prompt as a text is one message, and a system message between turns stays in its place", () => {
    const { messages } = decode({
      model: "m",
      system: "Be brief.",
      messages: [user, { role: "assistant", content: "Hm." }, { role: "system", content: "Now in French." }],
    }).request;
    expect(messages.map(({ role, parts }) => [role, parts])).toEqual([
      ["system", [text("Be brief.")]],
      ["user", [text("Hi")]],
      ["assistant", [text("Hm.")]],
      ["system", [text("Now in French.")]],
    ]);
  });

  test("images and documents come with their bytes, their address, or their text", () => {
    const png = { type: "base64", media_type: "image/png", data: "iVBO" };
    const [message] = messagesOf({
      role: "user",
      content: [
        { type: "image", source: png },
        { type: "image", source: { type: "url", url: "https://x.example/a.png" } },
        { type: "document", title: "Manual", source: { type: "base64", media_type: "application/pdf", data: "JVBE" } },
        { type: "document", source: { type: "text", media_type: "text/plain", data: "ö" } },
      ],
    });
    expect(message?.parts).toEqual([
      { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "iVBO" } },
      { kind: "image", source: { kind: "url", url: "https://x.example/a.png" } },
      { kind: "document", name: "Manual", source: { kind: "bytes", mediaType: "application/pdf", base64: "JVBE" } },
      { kind: "document", name: null, source: { kind: "bytes", mediaType: "text/plain", base64: "w7Y=" } },
    ]);
  });

  test("a result may hold text and images, and its status is only what it says", () => {
    const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "iVBO" } };
    const content = [{ type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "a" }, image] }];
    expect(messagesOf({ role: "user", content })).toEqual([
      {
        role: "tool",
        toolCallId: "t",
        toolName: null,
        parts: [text("a"), { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "iVBO" } }],
        status: null,
      },
    ]);
  });

  test("a cache point of a result, or of the last block in it, stands after the result, also with nothing behind it", () => {
    const mark = { cache_control: { type: "ephemeral", ttl: "1h" } };
    const point = { kind: "cache-point", ttl: "1h" };
    const marked = { type: "tool_result", tool_use_id: "t", content: "a", ...mark };
    const inside = { type: "tool_result", tool_use_id: "u", content: [{ type: "text", text: "b", ...mark }] };
    const empty = { type: "tool_result", tool_use_id: "v", ...mark };
    const read = messagesOf({ role: "user", content: [marked, inside, empty] });
    expect(read.map(({ parts }) => parts)).toEqual([[text("a"), point], [text("b"), point], [point]]);
    const [result, rest] = messagesOf({ role: "user", content: [marked, { type: "text", text: "So?" }] });
    expect([result?.parts, rest?.parts]).toEqual([[text("a"), point], [text("So?")]]);
  });

  test("what a server tool did stays in its place, unchanged", () => {
    const use = { type: "server_tool_use", id: "srvtoolu_01", name: "web_search", input: { query: "x" } };
    const [message] = messagesOf({ role: "assistant", content: [use, { type: "text", text: "a" }] });
    expect(message?.parts).toEqual([{ kind: "other", raw: use }, text("a")]);
  });
});

describe("what cannot be expressed is a warning with its place", () => {
  const inUser = (...content: readonly JsonValue[]) => lostIn({ messages: [{ role: "user", content }] });

  test.each<[lost: readonly string[], expected: string]>([
    [inUser({ type: "container_upload", file_id: "f" }), "messages[0].content[0]: a container_upload block"],
    [inUser("text"), "messages[0].content[0]: a block that is not an object"],
    [
      inUser({ type: "image", source: { type: "file", file_id: "f" } }),
      "messages[0].content[0]: a source of type file in a block of type image",
    ],
    [
      inUser({ type: "document", context: "c", source: { type: "url", url: "u" } }),
      "messages[0].content[0]: the context of a document",
    ],
    [
      inUser({ type: "document", citations: { enabled: true }, source: { type: "url", url: "u" } }),
      "messages[0].content[0]: the citations that a document asks for",
    ],
    [
      inUser({ type: "tool_result", tool_use_id: "t", content: [{ type: "tool_reference", tool_name: "f" }] }),
      "messages[0].content[0].content[0]: a tool_reference block",
    ],
    [
      lostIn({ messages: [{ role: "user", content: 1 }] }),
      "messages[0].content: content that is neither text nor a list",
    ],
    [lostIn({ messages: [{ role: "developer", content: "a" }] }), "messages[0]: a message of the role developer"],
    [lostIn({ system: [{ type: "tool_addition" }] }), "system[0]: a tool_addition block"],
    [
      lostIn({ messages: [{ role: "assistant", content: [{ type: "text", text: "a", citations: [{}] }] }] }),
      "messages[0].content[0]: the citations of a text",
    ],
    [
      lostIn({
        messages: [
          {
            role: "assistant",
            content: [{ type: "tool_use", input: {}, caller: { type: "code_execution_20260120" } }],
          },
        ],
      }),
      "messages[0].content[0]: the caller code_execution_20260120 of a tool call",
    ],
    [lostIn({ messages: ["Hi"] }), "messages[0]: a message that is not an object"],
    [lostIn({ messages: "Hi" }), "messages: the request has no list of messages"],
    [lostIn({ model: null }), "model: the request names no model"],
    [lostIn({ tools: [{ input_schema: {} }] }), "tools[0]: the tool has no name"],
  ])("%j", (lost, expected) => {
    expect(lost).toEqual([expected]);
  });
});

describe("tools", () => {
  const search = { type: "web_search_20250305", name: "web_search", max_uses: 1 };
  const own = { name: "f", input_schema: { type: "object" } };
  const f = { name: "f", description: null, parameters: { type: "object" }, strict: null };

  test("that the service runs are left out, and the whole list stays beside them", () => {
    const { request, warnings } = decode({ model: "m", messages: [user], tools: [search, own] });
    expect(request.tools).toEqual([f]);
    expect(request.extra).toEqual({ tools: [search, own] });
    expect(warnings).toEqual([
      { id: "tool-dropped", field: "tools[0]", message: "a tool of type web_search_20250305, which the service runs" },
    ]);
  });

  test("that the service runs, and no others, are no empty list", () => {
    const { request } = decode({ model: "m", messages: [user], tools: [search] });
    expect([request.tools, request.extra]).toEqual([null, { tools: [search] }]);
  });

  test("that Anthropic defines and the client runs have their name", () => {
    const { request } = decode({ model: "m", messages: [user], tools: [{ type: "bash_20250124", name: "bash" }] });
    expect(request.tools).toEqual([{ name: "bash", description: null, parameters: null, strict: null }]);
    expect(request.extra).toHaveProperty("tools");
  });

  test("with members of their own are read, and the whole list stays beside them", () => {
    const cached = { ...own, type: "custom", cache_control: { type: "ephemeral" }, defer_loading: true };
    const { request, warnings } = decode({ model: "m", messages: [user], tools: [cached] });
    expect(request.tools).toEqual([{ ...f, cachePoint: { ttl: null } }]);
    expect(request.extra).toEqual({ tools: [cached] });
    expect(warnings.map(({ message }) => message)).toEqual(["the defer_loading of a tool"]);
  });

  test("an empty list is an empty list, and none is null", () => {
    expect(decode({ model: "m", messages: [user], tools: [] }).request.tools).toEqual([]);
    expect(decode({ model: "m", messages: [user] }).request.tools).toBeNull();
  });

  test.each<[choice: JsonObject, expected: object | null, parallel: boolean | null]>([
    [{ type: "auto" }, { kind: "auto" }, null],
    [{ type: "none" }, { kind: "none" }, null],
    [{ type: "any", disable_parallel_tool_use: false }, { kind: "required" }, true],
    [{ type: "tool", name: "f", disable_parallel_tool_use: true }, { kind: "tool", name: "f" }, false],
    [{ type: "tool" }, null, null],
    [{ type: "some" }, null, null],
  ])("the choice %j", (choice, expected, parallel) => {
    const { request } = decode({ model: "m", messages: [user], tool_choice: choice });
    expect([request.toolChoice, request.parallelToolCalls]).toEqual([expected, parallel]);
    expect(request.extra).toEqual(expected === null ? { tool_choice: choice } : {});
  });
});

describe("reasoning and the output", () => {
  test.each<[body: JsonObject, reasoning: object | null, extra: readonly string[]]>([
    [{}, null, []],
    [{ thinking: { type: "disabled" } }, { mode: "off", effort: null, budgetTokens: null }, []],
    [{ thinking: { type: "enabled", budget_tokens: 1024 } }, { mode: "on", effort: null, budgetTokens: 1024 }, []],
    [{ thinking: { type: "adaptive" } }, { mode: "on", effort: null, budgetTokens: null }, []],
    [
      { thinking: { type: "adaptive", display: "omitted" }, output_config: { effort: "max" } },
      { mode: "on", effort: "max", budgetTokens: null },
      ["thinking"],
    ],
    [{ output_config: { effort: "low" } }, { mode: "default", effort: "low", budgetTokens: null }, []],
    [
      { output_config: { effort: "low", task_budget: { total: 9 } } },
      { mode: "default", effort: "low", budgetTokens: null },
      ["output_config"],
    ],
  ])("%j", (body, reasoning, extra) => {
    const { request } = decode({ model: "m", messages: [user], ...body });
    expect(request.reasoning).toEqual(reasoning);
    expect(Object.keys(request.extra)).toEqual(extra);
  });

  test("the older place of the format is read too", () => {
    const format = { type: "json_schema", schema: { type: "object" } };
    const { request } = decode({ model: "m", messages: [user], output_format: format });
    expect(request).toMatchObject({ responseFormat: { kind: "json-schema", schema: { type: "object" } }, extra: {} });
  });

  test("a format that is not known stays as it is", () => {
    const config = { format: { type: "grammar", grammar: "g" } };
    expect(decode({ model: "m", messages: [user], output_config: config }).request).toMatchObject({
      responseFormat: null,
      extra: { output_config: config },
    });
  });
});

test("what the chat vocabulary does not have, or has of another type, stays beside it unchanged", () => {
  const beside = {
    context_management: { edits: [] },
    service_tier: "auto",
    container: "c",
    mcp_servers: [],
    cache_control: { type: "ephemeral" },
    anthropic_beta: ["b"],
    max_tokens: "1024",
    stop_sequences: "x",
    stream: "yes",
  };
  expect(extraOf(beside)).toEqual(beside);
});

describe("on Vertex AI", () => {
  const at = (model: string, way: string) =>
    `https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic/models/${model}:${way}`;
  const body = { anthropic_version: "vertex-2023-10-16", max_tokens: 9, messages: [user] };

  test.each([
    ["claude-opus-4-1@20250805", "rawPredict", "claude-opus-4-1@20250805"],
    ["claude-opus-4-1%4020250805", "streamRawPredict", "claude-opus-4-1@20250805"],
    ["claude%E0", "rawPredict", "claude%E0"],
  ])("the path of %s:%s names the model", (model, way, expected) => {
    const { request, warnings } = decode(body, at(model, way));
    expect(request).toMatchObject({ model: expected, maxOutputTokens: 9, extra: {} });
    expect(warnings).toEqual([]);
  });
});

test.each([
  ["[]", "the body is not a JSON object"],
  ["{", "the body is not JSON"],
  ["", "the body is not JSON"],
])("the body %j gives an empty request and a warning", (body, message) => {
  const { request, warnings } = decode(body);
  expect(request).toMatchObject({ model: "", messages: [] });
  expect(warnings).toMatchObject([{ id: "body-unreadable" }]);
  expect(warnings[0]?.message).toContain(message);
});

test("a body that is parsed already is not parsed again", () => {
  const request = { method: "POST", url: "/v1/messages", headers: [], body: null } as const;
  expect(decodeRequest(request, { model: "m", messages: [user] }).request.messages).toHaveLength(1);
});
