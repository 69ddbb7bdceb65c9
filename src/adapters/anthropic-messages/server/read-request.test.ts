import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../chat/json.js";
import type { Target } from "../../../chat/target.js";
import type { IncomingHeaders } from "../../door.js";
import type { OwnMembers } from "../../own-members.js";
import { targetOf } from "../stream.fixture.js";
import { readCountRequest, readRequest } from "./read-request.js";

const hello: JsonObject = { model: "kimi", max_tokens: 100, messages: [{ role: "user", content: "Hi" }] };

type Asked = { readonly allow?: readonly string[]; readonly headers?: IncomingHeaders };

function read(over: JsonObject, { allow = [], headers = {} }: Asked = {}) {
  const allows = (_model: string, member: string) => allow.includes(member);
  const made = readRequest({ ...hello, ...over }, { allows, headers });
  if (made.kind === "refused") throw new TypeError(made.error.message);
  return { ...made, warned: made.warnings.map(({ id, field }) => `${id} ${field}`) };
}

function refused(body: unknown, { allow = [] }: Asked = {}) {
  const made = readRequest(body, { allows: (_model, member) => allow.includes(member), headers: {} });
  if (made.kind === "request") throw new TypeError("it was not refused");
  return made.error;
}

/** The path at which a request with these members is refused. */
const refusedAt = (over: JsonObject, asked?: Asked) => refused({ ...hello, ...over }, asked).param;

const saying = (...content: readonly JsonObject[]): JsonObject => ({ messages: [{ role: "user", content }] });
const answered = (...content: readonly JsonObject[]): JsonObject => ({
  messages: [...(hello["messages"] as readonly JsonObject[]), { role: "assistant", content }],
});

function ownFor(own: OwnMembers | undefined, over: Partial<Target> = {}, allow: readonly string[] = []) {
  const made = own?.({ target: { ...targetOf(true), ...over }, allows: (member) => allow.includes(member) });
  return { extra: made?.extra, warned: made?.warnings.map(({ id, field }) => `${id} ${field}`) };
}

describe("what Claude Code sends", () => {
  const headers = { "anthropic-beta": "claude-code-20250219,context-management-2025-06-27, effort-2025-11-24" };
  const body: JsonObject = {
    ...{ model: "kimi", max_tokens: 32000, stream: true },
    system: [
      { type: "text", text: "x-anthropic-billing-header: …" },
      { type: "text", text: "You are an agent.", cache_control: { type: "ephemeral" } },
    ],
    messages: [
      { role: "user", content: [{ type: "text", text: "List the files." }] },
      { role: "system", content: "Today is Monday." },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "hm", signature: "c2ln" },
          { type: "tool_use", id: "functions.bash:0", name: "Bash", input: { command: "ls" } },
        ],
      },
      {
        role: "user",
        content: [
          {
            ...{ type: "tool_result", tool_use_id: "functions.bash:0", content: "a.txt", is_error: false },
            cache_control: { type: "ephemeral" },
          },
        ],
      },
    ],
    tools: [
      { name: "Bash", description: "runs", input_schema: { type: "object" } },
      { name: "Late", input_schema: { type: "object" }, defer_loading: true },
    ],
    thinking: { type: "adaptive", display: "omitted" },
    output_config: { effort: "high" },
    context_management: { edits: [{ type: "clear_thinking_20251015", keep: "all" }] },
    metadata: { user_id: '{"device_id":"d"}' },
  };

  test("is read whole", () => {
    const { request, stream, warned } = read(body, { headers });
    expect(stream).toBe(true);
    expect(request).toMatchObject({
      ...{ model: "kimi", maxOutputTokens: 32000, extra: {} },
      reasoning: { mode: "on", effort: "high", budgetTokens: null },
      tools: [{ name: "Bash", strict: null }, { name: "Late" }],
    });
    expect(request.messages.map(({ role }) => role)).toEqual(["system", "user", "system", "assistant", "tool"]);
    expect(request.messages[3]).toMatchObject({
      parts: [
        { kind: "reasoning", text: "hm", signature: "c2ln", field: "thinking" },
        { kind: "tool-call", id: "functions.bash:0", argumentsText: '{"command":"ls"}' },
      ],
    });
    expect(warned).toContain("not-carried tools[1].defer_loading");
  });

  test("an upstream of the same API gets what chooses nothing, and the betas that its entry allows", () => {
    const { own } = read(body, { headers });
    expect(ownFor(own)).toEqual({
      extra: { thinking: { display: "omitted" }, metadata: { user_id: '{"device_id":"d"}' } },
      warned: ["beta-left-out anthropic-beta", "not-carried context_management"],
    });
    const allowed = ownFor(own, {}, ["anthropic-beta:context-management-2025-06-27"]);
    expect(allowed.extra).toMatchObject({
      anthropic_beta: ["context-management-2025-06-27"],
      context_management: body["context_management"],
    });
    expect(allowed.warned).toEqual(["beta-left-out anthropic-beta"]);
  });

  test("any other upstream gets none of it but the allowed betas, which its adapter places or drops, and each is named", () => {
    const { own } = read(body, { headers });
    const fields = ["thinking.display", "metadata.user_id", "context_management"].map(
      (field) => `not-carried ${field}`,
    );
    const beta = ["anthropic-beta:effort-2025-11-24"];
    expect(ownFor(own, { api: "chat-completions-stream" }, beta)).toEqual({
      extra: { anthropic_beta: ["effort-2025-11-24"] },
      warned: ["beta-left-out anthropic-beta", ...fields],
    });
    expect(ownFor(own, { api: "converse-stream" }).extra).toEqual({});
  });
});

describe("a wrong type is refused by its path", () => {
  test.each<readonly [string | null, unknown]>([
    [null, []],
    [null, "text"],
    ["max_tokens", { model: "m", messages: hello["messages"] }],
    ["max_tokens", { ...hello, max_tokens: null }],
    ["max_tokens", { ...hello, max_tokens: 0 }],
    ["max_tokens", { ...hello, max_tokens: "5" }],
    ["model", { ...hello, model: 3 }],
    ["messages", { ...hello, messages: "Hi" }],
    ["messages", { ...hello, messages: [] }],
    ["messages[0]", { ...hello, messages: ["Hi"] }],
    ["messages[0].role", { ...hello, messages: [{ role: "tool", content: "Hi" }] }],
    ["messages[0].content", { ...hello, messages: [{ role: "user" }] }],
    ["messages[0].content", { ...hello, messages: [{ role: "user", content: [] }] }],
    ["system", { ...hello, system: 1 }],
    ["system[0].type", { ...hello, system: [{ type: "image" }] }],
    ["system[0].text", { ...hello, system: [{ type: "text" }] }],
    ["temperature", { ...hello, temperature: "1" }],
    ["top_k", { ...hello, top_k: 1.5 }],
    ["stop_sequences", { ...hello, stop_sequences: ["a", 1] }],
    ["stream", { ...hello, stream: "true" }],
    ["thinking", { ...hello, thinking: "on" }],
    ["thinking.type", { ...hello, thinking: { type: "on" } }],
    ["thinking.budget_tokens", { ...hello, thinking: { type: "enabled" } }],
    ["output_config.effort", { ...hello, output_config: { effort: 1 } }],
    ["output_config.format.type", { ...hello, output_config: { format: { type: "json" } } }],
    ["output_config.format.schema", { ...hello, output_config: { format: { type: "json_schema" } } }],
    [
      "output_config.format.name",
      { ...hello, output_config: { format: { type: "json_schema", schema: {}, name: "n" } } },
    ],
    ["tools", { ...hello, tools: {} }],
    ["tools[0]", { ...hello, tools: ["f"] }],
    ["tools[0].name", { ...hello, tools: [{ name: " " }] }],
    ["tools[0].input_schema", { ...hello, tools: [{ name: "f", input_schema: "{}" }] }],
    ["tool_choice", { ...hello, tool_choice: "auto" }],
    ["tool_choice.type", { ...hello, tool_choice: { type: "required" } }],
    ["tool_choice", { ...hello, tool_choice: { type: "any" } }],
    ["tool_choice.name", { ...hello, tools: [{ name: "f" }], tool_choice: { type: "tool", name: "g" } }],
  ])("%s", (param, body) => {
    expect(refused(body)).toMatchObject({ param, type: "invalid_request_error" });
  });

  test.each<readonly [string, JsonObject]>([
    ["messages[0].content[0].type", {}],
    ["messages[0].content[0].type", { type: "container_upload" }],
    ["messages[0].content[0].text", { type: "text", text: 1 }],
    ["messages[0].content[0].cache_control", { type: "text", text: "a", cache_control: "5m" }],
    ["messages[0].content[0].source", { type: "image" }],
    ["messages[0].content[0].source.type", { type: "image", source: { type: "text", data: "a" } }],
    ["messages[0].content[0].source.type", { type: "image", source: { type: "file", file_id: "f" } }],
    ["messages[0].content[0].source.type", { type: "document", source: { type: "content", content: [] } }],
    ["messages[0].content[0].source.data", { type: "image", source: { type: "base64", media_type: "image/png" } }],
    ["messages[0].content[0].source.url", { type: "image", source: { type: "url", url: "file:///etc/passwd" } }],
    ["messages[0].content[0].tool_use_id", { type: "tool_result" }],
    ["messages[0].content[0].is_error", { type: "tool_result", tool_use_id: "a", is_error: "no" }],
    ["messages[0].content[0].content", { type: "tool_result", tool_use_id: "a", content: {} }],
    ["messages[0].content[0].content[0].type", { type: "tool_result", tool_use_id: "a", content: [{ type: "audio" }] }],
  ])("%s of a user's block", (param, block) => {
    expect(refusedAt(saying(block))).toBe(param);
  });

  test.each<readonly [string, JsonObject]>([
    ["messages[1].content[0].id", { type: "tool_use", name: "f", input: {} }],
    ["messages[1].content[0].name", { type: "tool_use", id: "a", input: {} }],
    ["messages[1].content[0].input", { type: "tool_use", id: "a", name: "f", input: "{}" }],
    ["messages[1].content[0].thinking", { type: "thinking", signature: "a" }],
    ["messages[1].content[0].signature", { type: "thinking", thinking: "a", signature: 1 }],
    ["messages[1].content[0].data", { type: "redacted_thinking" }],
  ])("%s of a model's block", (param, block) => {
    expect(refusedAt(answered(block))).toBe(param);
  });

  test("a count needs no limit of the reply, and is never streamed", () => {
    const made = readCountRequest({ messages: hello["messages"], stream: true }, { allows: () => false, headers: {} });
    expect(made).toMatchObject({ kind: "request", stream: false, request: { model: "auto", maxOutputTokens: null } });
  });
});

describe("a member that reaches beyond the reply", () => {
  const reaching = [
    ...[
      "service_tier",
      "speed",
      "inference_geo",
      "container",
      "mcp_servers",
      "betas",
      "user_profile_id",
      "workspace_id",
    ],
    ...["fallbacks", "provider", "models", "plugins", "previous_response_id", "web_search_options"],
  ];

  test.each(reaching)("%s is refused unless it is allowed by name", (name) => {
    expect(refused({ ...hello, [name]: "x" })).toMatchObject({ param: name, code: "forbidden_parameter" });
    expect(read({ [name]: "x" }, { allow: [name] }).request.extra).toEqual({ [name]: "x" });
    expect(read({ [name]: null }).request.extra).toEqual({});
  });

  test.each(["api_base", "api_key", "base_url"])("%s is refused, whatever is allowed", (name) => {
    expect(refusedAt({ [name]: "x" }, { allow: [name] })).toBe(name);
  });

  test("an unknown member is left to each model's entry", () => {
    expect(read({ novelty: 1 }).request.extra).toEqual({ novelty: 1 });
  });

  const search = { type: "web_search_20250305", name: "web_search" };
  const own = { name: "f", input_schema: { type: "object" } };

  test("a tool of the service is refused by its type unless that is allowed", () => {
    expect(refused({ ...hello, tools: [own, search] })).toMatchObject({
      param: "tools[1].type",
      code: "unsupported_value",
    });
    const made = read({ tools: [own, search] }, { allow: [search.type] });
    expect(made.request.tools).toMatchObject([{ name: "f" }]);
    expect(ownFor(made.own, {}, [search.type])).toEqual({ extra: { tools: [own, search] }, warned: [] });
    expect(ownFor(made.own, {}, [])).toEqual({ extra: {}, warned: ["not-carried tools[1]"] });
    expect(ownFor(made.own, { api: "converse" }, [search.type]).warned).toEqual(["not-carried tools[1]"]);
  });

  test("tools that are all the service's are no empty list", () => {
    expect(read({ tools: [search] }, { allow: [search.type] }).request.tools).toBeNull();
    expect(read({ tools: [] }).request.tools).toEqual([]);
  });
});

describe("settings", () => {
  test("are those of the chat vocabulary", () => {
    const format = { type: "json_schema", schema: { type: "object" } };
    const { request, own } = read({
      ...{ temperature: 0.5, top_p: 0.9, top_k: 3, stop_sequences: ["X"], tools: [{ name: "f" }] },
      ...{
        tool_choice: { type: "any", disable_parallel_tool_use: true },
        thinking: { type: "enabled", budget_tokens: 2048 },
      },
      output_config: { format, task_budget: { total: 1 } },
    });
    expect(request).toMatchObject({
      ...{ temperature: 0.5, topP: 0.9, topK: 3, stopSequences: ["X"], toolChoice: { kind: "required" } },
      ...{ parallelToolCalls: false, reasoning: { mode: "on", effort: null, budgetTokens: 2048 }, extra: {} },
      responseFormat: { kind: "json-schema", schema: { type: "object" } },
    });
    expect(ownFor(own).extra).toEqual({ output_config: { task_budget: { total: 1 } } });
  });

  test("the older place of the format counts where the newer has none", () => {
    const format = (type: string) => ({ type: "json_schema", schema: { type } });
    const { request, warned } = read({ output_format: format("object"), output_config: { format: format("array") } });
    expect(request.responseFormat).toMatchObject({ schema: { type: "array" } });
    expect(warned).toEqual(["format-twice output_format"]);
    expect(read({ output_format: format("object") }).request.responseFormat).toMatchObject({
      schema: { type: "object" },
    });
  });

  test("null counts as absent", () => {
    const nulls = { system: null, temperature: null, tools: null, tool_choice: null, thinking: null, metadata: null };
    expect(read({ ...nulls, context_management: null, output_config: null }).request).toEqual(read({}).request);
  });

  test("a request without a model is read as auto, with a warning", () => {
    const { model: _model, ...rest } = hello;
    const made = readRequest(rest, { allows: () => false, headers: {} });
    expect(made).toMatchObject({ request: { model: "auto" }, warnings: [{ id: "model-missing", field: "model" }] });
  });
});

describe("content", () => {
  test("media go on as bytes or links, and text as a document", () => {
    const { request } = read(
      saying(
        { type: "image", source: { type: "base64", media_type: "image/png", data: "AA==" } },
        { type: "image", source: { type: "url", url: "https://x.test/a.png" } },
        { type: "document", title: "t", source: { type: "text", data: "plain" } },
      ),
    );
    expect(request.messages[0]?.parts).toEqual([
      { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "AA==" } },
      { kind: "image", source: { kind: "url", url: "https://x.test/a.png" } },
      { kind: "document", name: "t", source: { kind: "bytes", mediaType: "text/plain", base64: "cGxhaW4=" } },
    ]);
  });

  test("blocks that only this API has reach every model as their JSON text", () => {
    const reference = { type: "tool_reference", tool_name: "Late" };
    const { request, warned } = read(
      saying({ type: "search_result", title: "t" }, { type: "tool_result", tool_use_id: "a", content: [reference] }),
    );
    expect(request.messages).toMatchObject([
      { role: "tool", parts: [{ kind: "text", text: JSON.stringify(reference) }] },
      { role: "user", parts: [{ kind: "text", text: '{"type":"search_result","title":"t"}' }] },
    ]);
    expect(warned).toEqual(["block-as-text messages[0].content[0]", "block-as-text messages[0].content[1].content[0]"]);
  });

  test("a tool that comes into use between the turns is told in the system message", () => {
    const change = { type: "tool_addition", tool: { type: "tool_reference", name: "Late" } };
    const messages = [...(hello["messages"] as readonly JsonObject[]), { role: "system", content: [change] }];
    const { request, warned } = read({ messages });
    expect(request.messages[1]).toMatchObject({ role: "system", parts: [{ text: JSON.stringify(change) }] });
    expect(warned).toEqual(["block-as-text messages[1].content[0]"]);
  });

  test("what the service's tools did stays as it is", () => {
    const block = { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: {} };
    expect(read(answered(block)).request.messages[1]?.parts).toEqual([{ kind: "other", raw: block }]);
  });

  test("arguments that were no object come back as the text that they were", () => {
    const block = { type: "tool_use", id: "a", name: "f", input: { INVALID_JSON: '{"x":' } };
    expect(read(answered(block)).request.messages[1]?.parts).toMatchObject([{ argumentsText: '{"x":' }]);
  });

  test("half a character is replaced, with a warning", () => {
    const { request, warned } = read(saying({ type: "text", text: "a\ud800" }));
    expect(request.messages[0]?.parts).toEqual([{ kind: "text", text: "a\ufffd" }]);
    expect(warned).toEqual(["text-mended messages[0].content[0].text"]);
  });

  test("a body that is nested too deep is refused", () => {
    let deep: JsonObject = {};
    for (let level = 0; level < 2000; level += 1) deep = { deep };
    expect(refused({ ...hello, metadata: deep }).message).toContain("nested deeper");
  });
});
