import { describe, expect, test } from "vitest";
import { plainTarget } from "../../../test/support/plain-values.js";
import type { JsonObject } from "../../chat/json.js";
import type { AssistantPart, Message } from "../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { Quirks, Target } from "../../chat/target.js";
import { noQuirks } from "../../chat/unset.js";
import { encode } from "./encode.js";

const target: Target = plainTarget({
  id: "kimi/openrouter/chat-completions",
  model: "kimi",
  provider: "openrouter",
  providerModelId: "moonshotai/kimi-k2.5",
  baseUrl: "https://openrouter.ai/api/v1",
  auth: "bearer",
});

const user = (text: string): Message => ({ role: "user", parts: [{ kind: "text", text }], name: null });
const assistant = (...parts: readonly AssistantPart[]): Message => ({ role: "assistant", parts, name: null });
const call = (
  id: string | null,
  argumentsText: string | null = "{}",
  name: string | null = "get_weather",
): AssistantPart => ({
  kind: "tool-call",
  id,
  name,
  argumentsText,
});
const result = (toolCallId: string, text = "18 C"): Message => ({
  role: "tool",
  toolCallId,
  toolName: null,
  parts: [{ kind: "text", text }],
  status: null,
});
const asked = (set: Partial<ChatRequest>): ChatRequest => ({ ...plainRequest("kimi", [user("Hi")]), ...set });

function encoded(request: ChatRequest, quirks: Partial<Quirks> = {}, over: Partial<Target> = {}) {
  const written = encode(request, {
    target: { ...target, ...over, quirks: { ...noQuirks, ...quirks } },
    policy: "faithful",
  });
  if (written.kind !== "encoded") throw new Error(`refused: ${written.field}`);
  return written;
}

const bodyOf = (request: ChatRequest, quirks: Partial<Quirks> = {}): JsonObject => encoded(request, quirks).body;
const messagesOf = (...messages: readonly Message[]) => bodyOf(asked({ messages }))["messages"];
const warningsOf = (request: ChatRequest, quirks: Partial<Quirks> = {}) =>
  encoded(request, quirks).warnings.map(({ id, field }) => [id, field]);

describe("encode", () => {
  test("sends the target's model, the messages and nothing that was not set", () => {
    const written = encoded(asked({}));
    expect(written.body).toEqual({ model: "moonshotai/kimi-k2.5", messages: [{ role: "user", content: "Hi" }] });
    expect([written.path, written.warnings, written.aliases.toolCallIds.size]).toEqual(["/chat/completions", [], 0]);
  });

  test("asks for a stream, with usage, on the streaming API only", () => {
    const { body } = encoded(asked({}), {}, { api: "chat-completions-stream" });
    expect(body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    expect(bodyOf(asked({}))).not.toHaveProperty("stream");
  });

  test("merges the target's members, then the request's, and warns where one replaces another", () => {
    const pin = { provider: { only: ["moonshotai"], allow_fallbacks: false }, usage: { include: true } };
    const written = encoded(
      asked({ temperature: 0, extra: { temperature: 1, usage: { include: false } } }),
      {},
      { extra: pin },
    );
    expect(written.body).toMatchObject({ provider: pin.provider, usage: { include: false }, temperature: 1 });
    expect(written.warnings.map(({ field }) => field)).toEqual(["extra.temperature", "extra.usage"]);
  });

  test("sends zero, false and empty settings, and leaves out the null ones", () => {
    const request = asked({
      temperature: 0,
      topP: 0,
      seed: 0,
      presencePenalty: 0,
      frequencyPenalty: 0,
      parallelToolCalls: false,
    });
    expect(bodyOf({ ...request, stopSequences: [], maxOutputTokens: 1 })).toMatchObject({
      temperature: 0,
      top_p: 0,
      seed: 0,
      presence_penalty: 0,
      frequency_penalty: 0,
      parallel_tool_calls: false,
      stop: [],
      max_tokens: 1,
    });
  });
});

describe("the rows of the request table", () => {
  test("R1 keeps system and developer messages where they stand, as they are", () => {
    const system: Message = { role: "system", parts: [{ kind: "text", text: "Be brief." }], name: null };
    const developer: Message = {
      role: "developer",
      parts: [
        { kind: "text", text: "a" },
        { kind: "text", text: "b" },
      ],
      name: "d",
    };
    expect(messagesOf(system, user("Hi"), developer)).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
      {
        role: "developer",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
        name: "d",
      },
    ]);
  });

  test("R2 does not merge consecutive messages of one role", () => {
    expect(messagesOf(user("a"), user("b"))).toEqual([
      { role: "user", content: "a" },
      { role: "user", content: "b" },
    ]);
  });

  test("R3 sends parallel tool results as a message each, in the order given", () => {
    const messages = messagesOf(user("?"), assistant(call("b"), call("a")), result("a", "1"), result("b", "2"));
    expect(messages).toMatchObject([
      {},
      {},
      { role: "tool", tool_call_id: "a", content: "1" },
      { tool_call_id: "b", content: "2" },
    ]);
  });

  test("R4 leaves user text after a tool result a message of its own", () => {
    expect(messagesOf(assistant(call("a")), result("a"), user("And?"))).toMatchObject([
      {},
      { role: "tool" },
      { role: "user", content: "And?" },
    ]);
  });

  test("R5 cannot say that a tool failed, and warns", () => {
    const failed: Message = {
      role: "tool",
      toolCallId: "a",
      toolName: null,
      parts: [{ kind: "text", text: "boom" }],
      status: "error",
    };
    const request = asked({ messages: [assistant(call("a")), failed] });
    expect(bodyOf(request)["messages"]).toMatchObject([{}, { role: "tool", tool_call_id: "a", content: "boom" }]);
    expect(warningsOf(request)).toEqual([["tool-status-dropped", "messages[1].status"]]);
  });

  test("R6 sends an empty result as an empty text, and warns when it had no part at all", () => {
    expect(messagesOf(result("a", ""))).toEqual([{ role: "tool", tool_call_id: "a", content: "" }]);
    const none: Message = { role: "tool", toolCallId: "a", toolName: null, parts: [], status: null };
    expect(messagesOf(none)).toEqual([{ role: "tool", tool_call_id: "a", content: "" }]);
    expect(warningsOf(asked({ messages: [none] }))).toEqual([["tool-result-empty", "messages[0].parts"]]);
  });

  test("R7 sends a JSON result as JSON text, and warns", () => {
    const json: Message = {
      role: "tool",
      toolCallId: "a",
      toolName: "w",
      parts: [{ kind: "json", value: { c: 18 } }],
      status: null,
    };
    expect(messagesOf(json)).toEqual([{ role: "tool", tool_call_id: "a", name: "w", content: '{"c":18}' }]);
    expect(warningsOf(asked({ messages: [json] }))).toEqual([["json-as-text", "messages[0].parts[0]"]]);
  });

  test("R8 sends images and documents of a result as parts of a list, and warns", () => {
    const png = { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "iVBO" } } as const;
    const seen: Message = {
      role: "tool",
      toolCallId: "a",
      toolName: null,
      parts: [{ kind: "text", text: "see" }, png],
      status: null,
    };
    expect(messagesOf(seen)).toMatchObject([
      {
        content: [
          { type: "text", text: "see" },
          { type: "image_url", image_url: { url: "data:image/png;base64,iVBO" } },
        ],
      },
    ]);
    expect(warningsOf(asked({ messages: [seen] }))).toEqual([["tool-result-media", "messages[0].parts[1]"]]);
  });

  test("R9 sends null content beside tool calls, and an empty text only where one was there", () => {
    expect(messagesOf(assistant(call("a")))).toMatchObject([{ content: null, tool_calls: [{ id: "a" }] }]);
    expect(messagesOf(assistant({ kind: "text", text: "" }, call("a")))).toMatchObject([
      { content: "", tool_calls: [{ id: "a" }] },
    ]);
  });

  test("R10 sends an assistant message that says nothing as it is", () => {
    expect(messagesOf(assistant())).toEqual([{ role: "assistant", content: null }]);
  });

  test("R11 sends blank user text as it is", () => {
    expect(messagesOf(user(""), user("  "))).toEqual([
      { role: "user", content: "" },
      { role: "user", content: "  " },
    ]);
  });

  test.each(['{"city":', "", "not json", '{"a":1}\n', '{"n":12345678901234567890}'])(
    "R12 sends invalid JSON arguments unchanged: %j",
    (text) => {
      expect(messagesOf(assistant(call("a", text)))).toMatchObject([
        { tool_calls: [{ function: { arguments: text } }] },
      ]);
    },
  );

  test("R12 leaves out arguments that were absent, and warns", () => {
    const request = asked({ messages: [assistant(call("a", null))] });
    expect(bodyOf(request)["messages"]).toEqual([
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "a", type: "function", function: { name: "get_weather" } }],
      },
    ]);
    expect(warningsOf(request)).toEqual([["tool-call-arguments-missing", "messages[0].parts[0]"]]);
  });

  test.each(["functions.get_weather:0", "call|x y", "tooluse_AB", "x".repeat(90), ""])(
    "R13 sends the tool-call id %j unchanged",
    (id) => {
      expect(messagesOf(assistant(call(id)), result(id))).toMatchObject([
        { tool_calls: [{ id }] },
        { tool_call_id: id },
      ]);
    },
  );

  test("R13 warns of an id that the target's pattern refuses, and still sends it", () => {
    const request = asked({ messages: [assistant(call("turn1_0")), result("turn1_0")] });
    expect(warningsOf(request, { toolCallIdPattern: "[a-zA-Z0-9]{9}" })).toEqual([
      ["limit-broken", "messages[0].parts[0].id"],
      ["limit-broken", "messages[1].toolCallId"],
    ]);
  });

  test("R14 sends calls with one id both, and both their results", () => {
    const messages = messagesOf(assistant(call("a", "1"), call("a", "2")), result("a"), result("a"));
    expect(messages).toMatchObject([
      { tool_calls: [{ id: "a" }, { id: "a" }] },
      { tool_call_id: "a" },
      { tool_call_id: "a" },
    ]);
  });

  test("R15 sends results without a call and calls without a result", () => {
    expect(messagesOf(result("x"), assistant(call("y")), user("?"))).toMatchObject([
      { tool_call_id: "x" },
      { tool_calls: [{ id: "y" }] },
      {},
    ]);
  });

  test("R16 keeps tool turns when the request has no tools, and invents none", () => {
    const body = bodyOf(asked({ messages: [assistant(call("a")), result("a")] }));
    expect(body).not.toHaveProperty("tools");
    expect(body["messages"]).toHaveLength(2);
  });

  test.each([
    [{ kind: "auto" }, "auto"],
    [{ kind: "none" }, "none"],
    [{ kind: "required" }, "required"],
    [
      { kind: "tool", name: "f" },
      { type: "function", function: { name: "f" } },
    ],
  ] as const)("R17 and R18 send the tool choice %j, and all tools beside it", (toolChoice, wire) => {
    const tools = [
      { name: "f", description: null, parameters: null, strict: null },
      { name: "g", description: null, parameters: null, strict: null },
    ];
    const body = bodyOf(asked({ tools, toolChoice }));
    expect(body["tool_choice"]).toEqual(wire);
    expect(body["tools"]).toHaveLength(2);
  });

  test("R19 warns of a tool name that the API refuses, and sends it", () => {
    const request = asked({ tools: [{ name: "get weather", description: null, parameters: null, strict: null }] });
    expect(bodyOf(request)).toMatchObject({ tools: [{ function: { name: "get weather" } }] });
    expect(warningsOf(request)).toEqual([["limit-broken", "tools[0].name"]]);
  });

  test("R20 and R21 leave out a description and parameters that are null, and keep empty ones", () => {
    const tools = [
      { name: "a", description: null, parameters: null, strict: null },
      { name: "b", description: "", parameters: {}, strict: false },
    ];
    expect(bodyOf(asked({ tools }))["tools"]).toEqual([
      { type: "function", function: { name: "a" } },
      { type: "function", function: { name: "b", description: "", parameters: {}, strict: false } },
    ]);
  });

  test("R22 sends a schema with $ref, $defs and anyOf unchanged", () => {
    const parameters = {
      type: "object",
      $defs: { n: { anyOf: [{ type: "null" }, { $ref: "#/$defs/n" }] } },
      properties: {},
    };
    expect(bodyOf(asked({ tools: [{ name: "t", description: null, parameters, strict: true }] }))).toMatchObject({
      tools: [{ function: { parameters, strict: true } }],
    });
  });

  test("R23 sends parallel_tool_calls as it was set", () => {
    expect(bodyOf(asked({ parallelToolCalls: false }))["parallel_tool_calls"]).toBe(false);
    expect(bodyOf(asked({}))).not.toHaveProperty("parallel_tool_calls");
  });

  test("R41 sends choices as n, log probabilities as a switch with a count, and a bias as it is", () => {
    expect(bodyOf(asked({ choices: 2, logprobs: 5, logitBias: { 7: -100 } }))).toMatchObject({
      n: 2,
      logprobs: true,
      top_logprobs: 5,
      logit_bias: { 7: -100 },
    });
    const plain = bodyOf(asked({ logprobs: 0 }));
    expect([plain["logprobs"], plain["top_logprobs"], plain["n"], plain["logit_bias"]]).toEqual([
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("R24 names the token limit as the target's quirk says", () => {
    expect(bodyOf(asked({ maxOutputTokens: 7 }))).toMatchObject({ max_tokens: 7 });
    const body = bodyOf(asked({ maxOutputTokens: 7 }), { maxCompletionTokens: true });
    expect(body).toMatchObject({ max_completion_tokens: 7 });
    expect(body).not.toHaveProperty("max_tokens");
  });

  test("R25 sends a temperature out of range, and warns", () => {
    expect(bodyOf(asked({ temperature: 2.5 }))["temperature"]).toBe(2.5);
    expect(warningsOf(asked({ temperature: 2.5 }))).toEqual([["limit-broken", "temperature"]]);
  });

  test("R26 sends temperature and top_p together, and warns where the target takes one", () => {
    const request = asked({ temperature: 0.5, topP: 0.9 });
    expect(bodyOf(request, { temperatureOrTopP: true })).toMatchObject({ temperature: 0.5, top_p: 0.9 });
    expect(warningsOf(request, { temperatureOrTopP: true })).toEqual([["limit-broken", "topP"]]);
  });

  test("R27 sends stop sequences as a list, blank ones too", () => {
    expect(bodyOf(asked({ stopSequences: ["END", ""] }))["stop"]).toEqual(["END", ""]);
  });

  test("R28 sends top_k at the top level", () => {
    expect(bodyOf(asked({ topK: 40 }))["top_k"]).toBe(40);
  });

  test("R29 and R30 send an image as a data URL of its own media type, or as its link", () => {
    const image = (
      source: { kind: "url"; url: string } | { kind: "bytes"; mediaType: string; base64: string },
    ): Message => ({
      role: "user",
      parts: [{ kind: "image", source }],
      name: null,
    });
    expect(
      messagesOf(
        image({ kind: "url", url: "https://e.org/a.gif" }),
        image({ kind: "bytes", mediaType: "image/gif", base64: "R0" }),
      ),
    ).toEqual([
      { role: "user", content: [{ type: "image_url", image_url: { url: "https://e.org/a.gif" } }] },
      { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/gif;base64,R0" } }] },
    ]);
  });

  test("R31 sends a document as a file with the name that it has", () => {
    const source = { kind: "bytes", mediaType: "application/pdf", base64: "JVBE" } as const;
    const message: Message = { role: "user", parts: [{ kind: "document", source, name: "my report.pdf" }], name: null };
    expect(messagesOf(message)).toEqual([
      {
        role: "user",
        content: [{ type: "file", file: { filename: "my report.pdf", file_data: "data:application/pdf;base64,JVBE" } }],
      },
    ]);
  });

  test("R32 replays reasoning_details unmodified, in place of the text", () => {
    const details = [
      { type: "reasoning.text", text: "Hm", signature: "s", index: 0 },
      { type: "reasoning.encrypted", data: "x", id: null },
    ];
    const message = assistant({ ...reasoning("Hm", "reasoning"), details }, { kind: "text", text: "Yes" });
    expect(messagesOf(message)).toEqual([{ role: "assistant", content: "Yes", reasoning_details: details }]);
  });

  test("R32 sends Moonshot the text of details, which its API has no member for", () => {
    const told = [{ type: "reasoning.text", text: "Hm", index: 0 }];
    const opaque = [{ type: "reasoning.encrypted", data: "AAAA" }];
    const message = assistant(
      { ...reasoning("Hm", "reasoning_details"), details: told },
      { ...reasoning(null, "reasoning_details"), details: opaque },
      { kind: "text", text: "Yes" },
    );
    const request = asked({ messages: [message] });
    const quirks = { reasoningDialect: "moonshot-thinking" } as const;
    expect(bodyOf(request, quirks)["messages"]).toEqual([
      { role: "assistant", content: "Yes", reasoning_content: "Hm" },
    ]);
    expect(warningsOf(request, quirks)).toEqual([
      ["reasoning-member", "messages[0].parts[0]"],
      ["reasoning-details-dropped", "messages[0].parts[1]"],
    ]);
  });

  test("R32 keeps an empty list of details, beside the text", () => {
    const message = assistant({ ...reasoning("Hm", "reasoning"), details: [] });
    expect(messagesOf(message)).toEqual([{ role: "assistant", content: null, reasoning_details: [], reasoning: "Hm" }]);
  });

  test.each(["reasoning", "reasoning_content"])("R32 replays reasoning in the member it came in: %s", (field) => {
    expect(messagesOf(assistant(reasoning("Hm", field), call("a")))).toMatchObject([{ [field]: "Hm" }]);
  });

  test("R32 leaves out a reasoning item of the Responses API, sends its text, and warns", () => {
    const item = { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "x" };
    const part: AssistantPart = {
      ...{ kind: "reasoning", text: "Hm", signature: null, redacted: null },
      ...{ details: [item], field: "reasoning-item" },
    };
    const request = asked({ messages: [assistant(part, { kind: "text", text: "a" })] });
    expect(bodyOf(request)["messages"]).toEqual([{ role: "assistant", content: "a", reasoning_content: "Hm" }]);
    expect(warningsOf(request)).toEqual([
      ["reasoning-details-dropped", "messages[0].parts[0]"],
      ["reasoning-member", "messages[0].parts[0]"],
    ]);
  });

  test("R32 warns of a signature and of reasoning from another API, which has no member here", () => {
    const request = asked({ messages: [assistant({ ...reasoning("Hm", "reasoningContent"), signature: "sig" })] });
    expect(bodyOf(request, { reasoningDialect: "openrouter" })["messages"]).toMatchObject([{ reasoning: "Hm" }]);
    expect(bodyOf(request)["messages"]).toMatchObject([{ reasoning_content: "Hm" }]);
    expect(warningsOf(request)).toEqual([
      ["reasoning-signature-dropped", "messages[0].parts[0]"],
      ["reasoning-member", "messages[0].parts[0]"],
    ]);
  });

  test.each([
    ["openrouter", { mode: "on", effort: "high", budgetTokens: null }, { reasoning: { effort: "high" } }],
    ["openrouter", { mode: "on", effort: null, budgetTokens: 2000 }, { reasoning: { max_tokens: 2000 } }],
    ["openrouter", { mode: "on", effort: null, budgetTokens: null }, { reasoning: { enabled: true } }],
    ["openrouter", { mode: "off", effort: null, budgetTokens: null }, { reasoning: { enabled: false } }],
    ["moonshot-thinking", { mode: "off", effort: null, budgetTokens: null }, { thinking: { type: "disabled" } }],
    ["moonshot-thinking", { mode: "on", effort: null, budgetTokens: null }, { thinking: { type: "enabled" } }],
    ["effort-flat", { mode: "on", effort: "low", budgetTokens: null }, { reasoning_effort: "low" }],
  ] as const)("R33 says in the dialect %s: %j", (reasoningDialect, setting, wire) => {
    expect(bodyOf(asked({ reasoning: setting }), { reasoningDialect })).toMatchObject(wire);
    expect(warningsOf(asked({ reasoning: setting }), { reasoningDialect })).toEqual([]);
  });

  test.each([
    ["moonshot-thinking", { mode: "on", effort: "high", budgetTokens: null }, "reasoning.effort"],
    ["effort-flat", { mode: "off", effort: null, budgetTokens: null }, "reasoning.mode"],
    ["claude-thinking", { mode: "on", effort: null, budgetTokens: 1024 }, "reasoning.mode"],
    [null, { mode: "on", effort: null, budgetTokens: null }, "reasoning.mode"],
  ] as const)("R33 warns of what the dialect %s cannot say: %j", (reasoningDialect, setting, field) => {
    expect(warningsOf(asked({ reasoning: setting }), { reasoningDialect })).toEqual([
      ["reasoning-setting-dropped", field],
    ]);
  });

  test("R33 sends nothing about reasoning by default", () => {
    const body = bodyOf(asked({ reasoning: { mode: "default", effort: null, budgetTokens: null } }), {
      reasoningDialect: "openrouter",
    });
    expect(Object.keys(body)).toEqual(["model", "messages"]);
  });

  test.each([
    [{ kind: "text" }, { type: "text" }],
    [{ kind: "json-object" }, { type: "json_object" }],
    [
      { kind: "json-schema", name: "w", schema: { type: "object" }, strict: true },
      { type: "json_schema", json_schema: { name: "w", schema: { type: "object" }, strict: true } },
    ],
  ] as const)("R34 sends the response format %j", (responseFormat, wire) => {
    expect(bodyOf(asked({ responseFormat }))["response_format"]).toEqual(wire);
  });

  test("R35 marks the part before a cache point, and warns of one without a part before it", () => {
    const point = { kind: "cache-point", ttl: "1h" } as const;
    const message: Message = {
      role: "user",
      parts: [{ kind: "text", text: "long" }, point, { kind: "text", text: "ask" }],
      name: null,
    };
    expect(messagesOf(message)).toEqual([
      {
        role: "user",
        content: [
          { type: "text", text: "long", cache_control: { type: "ephemeral", ttl: "1h" } },
          { type: "text", text: "ask" },
        ],
      },
    ]);
    const first: Message = { role: "user", parts: [point, { kind: "text", text: "ask" }], name: null };
    expect(warningsOf(asked({ messages: [first] }))).toEqual([["cache-point-dropped", "messages[0].parts[0]"]]);
  });

  test("R36 and R37 carry members of the provider's own at the top level, unchanged", () => {
    const extra = { provider: { only: ["moonshotai"] }, service_tier: "flex", metadata: { a: "b" } };
    expect(bodyOf(asked({ extra }))).toMatchObject(extra);
  });

  test("R38 sends a history that ends with the assistant, its white space included", () => {
    expect(messagesOf(user("?"), assistant({ kind: "text", text: "The answer is " }))).toMatchObject([
      {},
      { content: "The answer is " },
    ]);
  });

  test("R39 sends the provider's model id in the body as it is", () => {
    const providerModelId = "arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0";
    expect(encoded(asked({}), {}, { providerModelId }).body["model"]).toBe(providerModelId);
  });

  test("R40 never leaves out tools, also not an empty list of them", () => {
    expect(bodyOf(asked({ tools: [] }))["tools"]).toEqual([]);
    expect(warningsOf(asked({ tools: [] }))).toEqual([["limit-broken", "tools"]]);
  });
});

test("a legacy function call and a refusal are replayed; a part that has no word is a warning", () => {
  const legacy = { function_call: { name: "f", arguments: "{}" } };
  const message = assistant(
    { kind: "refusal", text: "No." },
    { kind: "other", raw: legacy },
    { kind: "other", raw: { x: 1 } },
  );
  expect(messagesOf(message)).toEqual([{ role: "assistant", content: null, refusal: "No.", ...legacy }]);
  expect(warningsOf(asked({ messages: [message] }))).toEqual([["other-part-dropped", "messages[0].parts[2]"]]);
});

function reasoning(text: string | null, field: string) {
  return { kind: "reasoning", text, signature: null, redacted: null, details: null, field } as const;
}
