import { describe, expect, test } from "vitest";
import { assistant, call, result, text, user, userText, weather } from "../../../test/support/converse-messages.js";
import { faithful, messagesTarget } from "../../../test/support/messages-encode.js";
import type { AssistantPart, Message, ReasoningPart, UserPart } from "../../chat/message.js";
import type { ChatRequest } from "../../chat/request.js";

function system(role: "system" | "developer", ...words: readonly string[]): Message {
  return { role, parts: words.map((word) => text(word)), name: null };
}

const thinking = (over: Partial<ReasoningPart>): ReasoningPart => ({
  kind: "reasoning",
  text: null,
  signature: null,
  redacted: null,
  details: null,
  field: "thinking",
  ...over,
});

describe("turns, faithfully", () => {
  test("R1 what stands before the conversation is system, one text as a string, more as blocks", () => {
    const one = faithful([system("system", "Be brief."), userText("hi")]);
    expect(one.body["system"]).toBe("Be brief.");
    expect(one.body["messages"]).toEqual([{ role: "user", content: "hi" }]);
    const two = faithful([system("system", "one"), system("developer", "two"), userText("hi")]);
    expect(two.body["system"]).toEqual([
      { type: "text", text: "one" },
      { type: "text", text: "two" },
    ]);
    expect(two.warned).toEqual(["role-translated messages[1]"]);
  });

  test("R1 a system message inside the conversation keeps its place and its role, with a warning", () => {
    const { body, warned } = faithful([
      userText("q"),
      assistant(call("toolu_1")),
      result("toolu_1", text("A")),
      system("system", "read-only now"),
      userText("go on"),
    ]);
    expect(body["system"]).toBeUndefined();
    expect(body["messages"]).toEqual([
      { role: "user", content: "q" },
      { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "get_weather", input: {} }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "A" }] },
      { role: "system", content: "read-only now" },
      { role: "user", content: "go on" },
    ]);
    expect(warned).toEqual(["limit-broken tools", "system-inside messages[3]"]);
  });

  test("R2 neighbours of one role stay apart", () => {
    const { body, warned } = faithful([userText("a"), userText("b"), assistant(text("c")), assistant()]);
    expect(body["messages"]).toEqual([
      { role: "user", content: "a" },
      { role: "user", content: "b" },
      { role: "assistant", content: "c" },
      { role: "assistant", content: [] },
    ]);
    expect(warned).toEqual([]);
  });

  test("R3 R4 R5 tool results share a user turn in the order given, with their status, and the user's text follows", () => {
    const { messages, warned } = faithful(
      [
        userText("q"),
        assistant(text("let me see"), call("toolu_a", '{"z":1}'), call("toolu_b")),
        { ...result("toolu_b", text("B")), status: "error" },
        { ...result("toolu_a", { kind: "json", value: { z: 1 } }), status: "success" },
        userText("and now?"),
      ],
      { over: { tools: [weather] } },
    );
    expect(messages.slice(1)).toEqual([
      {
        role: "assistant",
        content: [
          { type: "text", text: "let me see" },
          { type: "tool_use", id: "toolu_a", name: "get_weather", input: { z: 1 } },
          { type: "tool_use", id: "toolu_b", name: "get_weather", input: {} },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "toolu_b", content: "B", is_error: true },
          { type: "tool_result", tool_use_id: "toolu_a", content: '{"z":1}', is_error: false },
          { type: "text", text: "and now?" },
        ],
      },
    ]);
    expect(warned).toEqual(["merged-turns messages[4]", "json-as-text messages[3].parts[0]"]);
  });

  test("R6 R9 R11 blank text and empty results go out as they are", () => {
    const { messages } = faithful([userText(""), assistant(text(""), call("toolu_1")), result("toolu_1")]);
    expect(messages).toEqual([
      { role: "user", content: "" },
      {
        role: "assistant",
        content: [
          { type: "text", text: "" },
          { type: "tool_use", id: "toolu_1", name: "get_weather", input: {} },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: [] }] },
    ]);
  });

  test.each([
    [null, {}, ["arguments-empty messages[0].parts[0].argumentsText"]],
    ["", {}, ["arguments-empty messages[0].parts[0].argumentsText"]],
    ['{"a":1}', { a: 1 }, []],
    ['{"a":', '{"a":', ["arguments-invalid messages[0].parts[0].argumentsText"]],
    ["[1]", [1], ["arguments-not-object messages[0].parts[0].argumentsText"]],
  ])("R12 arguments %j go out as %j", (argumentsText, input, expected) => {
    const { messages, warned } = faithful([assistant(call("toolu_1", argumentsText))]);
    expect(messages[0]?.content[0]?.["input"]).toEqual(input);
    expect(warned.filter((one) => one.startsWith("arguments"))).toEqual(expected);
  });

  test("R13 R19 ids and names that the service refuses go out verbatim, each with a warning, and none is invented", () => {
    const { messages, warned } = faithful(
      [
        assistant(call("functions.f:0", "{}", "get weather"), call(null, "{}", null)),
        result("functions.f:0"),
        result(null),
      ],
      { over: { tools: [{ ...weather, name: "get weather" }] } },
    );
    expect(messages).toEqual([
      {
        role: "assistant",
        content: [
          { type: "tool_use", id: "functions.f:0", name: "get weather", input: {} },
          { type: "tool_use", input: {} },
        ],
      },
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "functions.f:0", content: [] },
          { type: "tool_result", content: [] },
        ],
      },
    ]);
    expect(warned).toEqual([
      "limit-broken tools[0].name",
      "limit-broken messages[0].parts[0].id",
      "limit-broken messages[1].toolCallId",
      "tool-call-id-missing messages[0].parts[1].id",
      "tool-name-missing messages[0].parts[1].name",
      "tool-call-id-missing messages[2].toolCallId",
    ]);
  });

  test("a refusal is text, and the name of a participant has no member: both are warnings", () => {
    const { messages, warned } = faithful([
      { role: "user", parts: [text("hi")], name: "Ann" },
      assistant({ kind: "refusal", text: "No." }),
    ]);
    expect(messages[1]).toEqual({ role: "assistant", content: "No." });
    expect(warned).toEqual(["dropped messages[0].name", "refusal-as-text messages[1].parts[0]"]);
  });
});

describe("reasoning", () => {
  const sent = (...parts: readonly AssistantPart[]) => {
    const { messages, warned } = faithful([userText("q"), assistant(...parts, text("a"))]);
    return { blocks: messages[1]?.content.slice(0, -1), warned };
  };

  test("R32 text, signature and redacted data stay unchanged and in place, also where the text is empty", () => {
    const { blocks, warned } = sent(
      thinking({ text: "", signature: "c2ln" }),
      text("so"),
      thinking({ redacted: "b3BhcXVl" }),
      thinking({ text: "hm", signature: "c2lnMg", field: "reasoningContent" }),
    );
    expect(blocks).toEqual([
      { type: "thinking", thinking: "", signature: "c2ln" },
      { type: "text", text: "so" },
      { type: "redacted_thinking", data: "b3BhcXVl" },
      { type: "thinking", thinking: "hm", signature: "c2lnMg" },
    ]);
    expect(warned).toEqual([]);
  });

  test("R32 a part with a signature alone or with text and redacted data keeps all of it", () => {
    const { blocks, warned } = sent(
      thinking({ signature: "c2ln" }),
      thinking({ text: "t", signature: "s", redacted: "d" }),
    );
    expect(blocks).toEqual([
      { type: "thinking", thinking: "", signature: "c2ln" },
      { type: "thinking", thinking: "t", signature: "s" },
      { type: "redacted_thinking", data: "d" },
    ]);
    expect(warned).toEqual(["reasoning-text-absent messages[1].parts[0]"]);
  });

  test("R32 details in Claude's own format become its blocks, in their order", () => {
    const format = "anthropic-claude-v1";
    const { blocks, warned } = sent(
      thinking({
        text: "hm",
        field: "reasoning",
        details: [
          { type: "reasoning.text", text: "hm", signature: "c2ln", format, index: 0 },
          { type: "reasoning.encrypted", data: "b3BhcXVl", format, index: 1 },
        ],
      }),
    );
    expect(blocks).toEqual([
      { type: "thinking", thinking: "hm", signature: "c2ln" },
      { type: "redacted_thinking", data: "b3BhcXVl" },
    ]);
    expect(warned).toEqual([]);
  });

  test("R32 opaque data of another vendor is left out with a warning, and its text goes out unsigned", () => {
    const { blocks, warned } = sent(
      thinking({ text: "one", field: "reasoning-item", details: [{ type: "reasoning", encrypted_content: "x" }] }),
      thinking({ text: "two", signature: "AbC", field: "thoughtSignature" }),
    );
    expect(blocks).toEqual([
      { type: "thinking", thinking: "one" },
      { type: "thinking", thinking: "two" },
    ]);
    expect(warned).toEqual([
      "reasoning-details-dropped messages[1].parts[0].details[0]",
      "reasoning-unsigned messages[1].parts[0]",
      "reasoning-signature-dropped messages[1].parts[1].signature",
      "reasoning-unsigned messages[1].parts[1]",
    ]);
  });

  test("blocks of hosted tools go back unchanged in place, and items of another API are left out with a warning", () => {
    const search = { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "x" } };
    const found = {
      type: "web_search_tool_result",
      tool_use_id: "srvtoolu_1",
      content: [{ type: "web_search_result" }],
    };
    const summary = { type: "compaction", content: "so far" };
    const { blocks, warned } = sent(
      ...[search, found, summary].map((raw): AssistantPart => ({ kind: "other", raw })),
      { kind: "other", raw: { type: "web_search_call", id: "ws_1" } },
      { kind: "other", raw: { type: "compaction", encrypted_content: "x" } },
      { kind: "other", raw: { function_call: { name: "f" } } },
      { kind: "other", raw: "text" },
    );
    expect(blocks).toEqual([search, found, summary]);
    expect(warned).toEqual([3, 4, 5, 6].map((at) => `other-part-dropped messages[1].parts[${at}]`));
  });
});

describe("media and cache points", () => {
  const sent = (...parts: readonly UserPart[]) => {
    const { messages, warned } = faithful([user(...parts)]);
    return { blocks: messages[0]?.content, warned };
  };

  test("R29 R30 images go out as bytes or links; image/jpg is image/jpeg, and another type is a warning", () => {
    const image = (mediaType: string): UserPart => ({
      kind: "image",
      source: { kind: "bytes", mediaType, base64: "AA==" },
    });
    const base64 = (media_type: string) => ({ type: "image", source: { type: "base64", media_type, data: "AA==" } });
    const { blocks, warned } = sent(
      image("image/jpg"),
      image("image/tiff"),
      { kind: "image", source: { kind: "url", url: "https://e.org/a.png" } },
      { kind: "image", source: { kind: "url", url: "s3://bucket/a.png" } },
    );
    expect(blocks).toEqual([
      base64("image/jpeg"),
      base64("image/tiff"),
      { type: "image", source: { type: "url", url: "https://e.org/a.png" } },
      { type: "image", source: { type: "url", url: "s3://bucket/a.png" } },
    ]);
    expect(warned).toEqual(["media-type-unlisted messages[0].parts[1]", "url-unlisted messages[0].parts[3]"]);
  });

  test("R31 R8 documents keep their title, text is sent as text, also inside a tool result", () => {
    const pdf = {
      kind: "document",
      name: "a b",
      source: { kind: "bytes", mediaType: "application/pdf", base64: "JVBERi0=" },
    } as const;
    const plain = {
      kind: "document",
      name: null,
      source: { kind: "bytes", mediaType: "text/plain; charset=utf-8", base64: "w6k=" },
    } as const;
    const asPdf = {
      type: "document",
      source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" },
      title: "a b",
    };
    const asText = { type: "document", source: { type: "text", media_type: "text/plain", data: "é" } };
    expect(sent(pdf, plain)).toEqual({ blocks: [asPdf, asText], warned: [] });
    const { messages } = faithful([assistant(call("toolu_1")), result("toolu_1", plain, pdf)]);
    expect(messages[1]?.content[0]?.["content"]).toEqual([asText, asPdf]);
  });

  test("R35 a cache point marks the block before it, also of system and of a tool result; one before any block is a warning", () => {
    const marked = { cache_control: { type: "ephemeral" } };
    const { body, warned } = faithful([
      { role: "system", parts: [text("S"), { kind: "cache-point", ttl: "1h" }], name: null },
      user({ kind: "cache-point", ttl: null }, text("q"), { kind: "cache-point", ttl: null }),
      assistant(call("toolu_1")),
      result("toolu_1", text("A")),
      user({ kind: "cache-point", ttl: null }),
    ]);
    expect(body["system"]).toEqual([{ type: "text", text: "S", cache_control: { type: "ephemeral", ttl: "1h" } }]);
    expect(body["messages"]).toEqual([
      { role: "user", content: [{ type: "text", text: "q", ...marked }] },
      { role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "get_weather", input: {} }] },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "A", ...marked }] },
    ]);
    expect(warned.filter((one) => one.startsWith("cache"))).toEqual(["cache-point-dropped messages[1].parts[0]"]);
  });
});

describe("settings, faithfully", () => {
  const sent = (over: Partial<ChatRequest>, target = messagesTarget()) => {
    const { body, warned } = faithful([userText("q")], { over, target });
    const { model, messages, ...rest } = body;
    expect([model, messages]).toEqual(["claude-sample-1", [{ role: "user", content: "q" }]]);
    return { rest, warned };
  };

  test.each([
    [{}, 4096],
    [{ maxOutputTokens: 64_000 }, 64_000],
  ])(
    "R24 a request without a limit goes out with the target's (%j), else with 4096, and a warning",
    (capabilities, limit) => {
      const { rest, warned } = sent({ maxOutputTokens: null }, messagesTarget({}, capabilities));
      expect([rest, warned]).toEqual([{ max_tokens: limit }, ["limit-required maxOutputTokens"]]);
    },
  );

  test("R25 R26 R27 R28 sampling goes out as it is, and each limit that it breaks is a warning", () => {
    const over = { temperature: 1.5, topP: 1.1, topK: 7, stopSequences: ["END", "\n"] };
    const { rest, warned } = sent(over, messagesTarget({ temperatureOrTopP: true }));
    expect(rest).toEqual({ max_tokens: 100, temperature: 1.5, top_p: 1.1, top_k: 7, stop_sequences: ["END", "\n"] });
    expect(warned).toEqual([
      "limit-broken temperature",
      "limit-broken topP",
      "limit-broken topP",
      "limit-broken stopSequences[1]",
    ]);
  });

  test.each([
    ["seed", 1],
    ["presencePenalty", 0],
    ["frequencyPenalty", 0.5],
    ["choices", 2],
    ["logprobs", 0],
    ["logitBias", { "5": -100 }],
  ])("R41 R23 Messages has no member for %s, and warns", (setting, value) => {
    expect(sent({ [setting]: value })).toEqual({ rest: { max_tokens: 100 }, warned: [`dropped ${setting}`] });
  });

  test.each([
    [{ mode: "default", effort: null, budgetTokens: 5000 }, null, {}, []],
    [{ mode: "default", effort: "low", budgetTokens: null }, null, { output_config: { effort: "low" } }, []],
    [{ mode: "off", effort: null, budgetTokens: null }, null, { thinking: { type: "disabled" } }, []],
    [
      { mode: "off", effort: "high", budgetTokens: null },
      null,
      { thinking: { type: "disabled" }, output_config: { effort: "high" } },
      [],
    ],
    [{ mode: "on", effort: null, budgetTokens: null }, null, { thinking: { type: "adaptive" } }, []],
    [
      { mode: "on", effort: "high", budgetTokens: null },
      "openrouter",
      { thinking: { type: "adaptive" }, output_config: { effort: "high" } },
      [],
    ],
    [
      { mode: "on", effort: "low", budgetTokens: 500 },
      null,
      { thinking: { type: "enabled", budget_tokens: 500 }, output_config: { effort: "low" } },
      [],
    ],
    [
      { mode: "on", effort: "high", budgetTokens: null },
      "claude-thinking",
      { thinking: { type: "enabled", budget_tokens: 1024 } },
      ["dropped reasoning.effort", "budget-defaulted reasoning.budgetTokens"],
    ],
  ] as const)(
    "R33 reasoning asked as %j with the dialect %s is %j",
    (reasoning, reasoningDialect, members, expected) => {
      const { rest, warned } = sent({ reasoning }, messagesTarget({ reasoningDialect }));
      expect([rest, warned]).toEqual([{ max_tokens: 100, ...members }, expected]);
    },
  );

  test("R34 a schema goes into output_config beside the effort; JSON without a schema has no member, and is a warning", () => {
    const schema = { type: "object", properties: {}, additionalProperties: false };
    const reasoning = { mode: "on", effort: "max", budgetTokens: null } as const;
    const structured = sent({ reasoning, responseFormat: { kind: "json-schema", name: "s", schema, strict: false } });
    expect(structured.rest["output_config"]).toEqual({ effort: "max", format: { type: "json_schema", schema } });
    expect(structured.warned).toEqual(["dropped responseFormat.strict"]);
    const plain = sent({ responseFormat: { kind: "json-object" } });
    expect([plain.rest, plain.warned]).toEqual([{ max_tokens: 100 }, ["dropped responseFormat"]]);
  });

  test.each([
    [{ kind: "auto" }, null, { type: "auto" }],
    [{ kind: "required" }, false, { type: "any", disable_parallel_tool_use: true }],
    [
      { kind: "tool", name: "get_weather" },
      true,
      { type: "tool", name: "get_weather", disable_parallel_tool_use: false },
    ],
    [{ kind: "none" }, false, { type: "none" }],
    [null, false, { type: "auto", disable_parallel_tool_use: true }],
  ] as const)("R17 R18 R23 the choice %j with parallel calls %s is %j", (toolChoice, parallelToolCalls, expected) => {
    const { rest, warned } = sent({ tools: [weather], toolChoice, parallelToolCalls });
    expect([rest["tool_choice"], warned]).toEqual([expected, []]);
  });

  test("R20 R21 R22 R40 tools keep names, empty descriptions and schemas; a missing schema is an empty one; an empty list stays", () => {
    const parameters = { $ref: "#/$defs/a", $defs: { a: { type: ["object", "null"], default: null } } };
    const tools = [
      { name: "a", description: "", parameters, strict: null },
      { name: "b", description: null, parameters: null, strict: true },
    ];
    const { rest, warned } = sent({ tools });
    expect(rest["tools"]).toEqual([
      { name: "a", description: "", input_schema: parameters },
      { name: "b", input_schema: { type: "object", properties: {} }, strict: true },
    ]);
    expect(warned).toEqual(["parameters-added tools[1].parameters"]);
    expect(sent({ tools: [] }).rest["tools"]).toEqual([]);
  });

  test("R16 R23 a history with tool blocks and parallel calls without tools are warnings", () => {
    const { warned } = faithful([assistant(call("toolu_1")), result("toolu_1", text("A"))], {
      over: { parallelToolCalls: true },
    });
    expect(warned).toEqual(["limit-broken tools", "dropped parallelToolCalls"]);
  });

  test("R37 what an extra thinking says beside its type goes with thinking that is asked for, and never alone", () => {
    const extra = { thinking: { display: "omitted" } };
    const on = faithful([userText("hi")], {
      over: { extra, reasoning: { mode: "on", effort: null, budgetTokens: null } },
    });
    expect(on.body["thinking"]).toEqual({ type: "adaptive", display: "omitted" });
    expect(on.warned).toEqual([]);
    expect(faithful([userText("hi")], { over: { extra } }).body["thinking"]).toBeUndefined();
  });

  test("R36 R37 the target's and the request's own members are added last, and output_config is merged", () => {
    const target = { ...messagesTarget(), extra: { service_tier: "auto", metadata: { user_id: "t" } } };
    const { body, warned } = faithful([userText("q")], {
      target,
      over: {
        responseFormat: { kind: "json-schema", name: "s", schema: { type: "string" }, strict: null },
        extra: {
          metadata: { user_id: "r" },
          max_tokens: 7,
          output_config: { effort: "low" },
          context_management: null,
        },
      },
    });
    expect(body).toMatchObject({
      max_tokens: 7,
      service_tier: "auto",
      metadata: { user_id: "r" },
      output_config: { effort: "low", format: { type: "json_schema", schema: { type: "string" } } },
      context_management: null,
    });
    expect(warned).toEqual(["extra-replaces extra.metadata", "extra-replaces extra.max_tokens"]);
  });

  test("R38 R39 a prefill goes out as it is, under the path of the API, and stream is in the body of the streaming one", () => {
    const { body, path, warned } = faithful([userText("q"), assistant(text("A: "))], {
      target: messagesTarget({}, {}, "messages-stream"),
    });
    expect([path, warned]).toEqual(["/messages", []]);
    expect(body).toEqual({
      model: "claude-sample-1",
      max_tokens: 100,
      messages: [
        { role: "user", content: "q" },
        { role: "assistant", content: "A: " },
      ],
      stream: true,
    });
  });
});

describe("schemas that the service enforces", () => {
  const closed = (properties: object, required: readonly string[] = []) =>
    ({ type: "object", properties, required, additionalProperties: false }) as ChatRequest["extra"];
  const named = (count: number, schema: object) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, schema]));
  const strict = (name: string, parameters: ChatRequest["extra"]) => ({
    name,
    description: null,
    parameters,
    strict: true,
  });
  const warnedFor = (over: Partial<ChatRequest>) => faithful([userText("q")], { over }).warned;

  test.each([
    [20, []],
    [21, ["limit-broken tools"]],
  ])("%i strict tools: %j", (count, expected) => {
    const tools = Array.from({ length: count }, (_, at) => strict(`t${at}`, closed({})));
    expect(warnedFor({ tools })).toEqual(expected);
  });

  test.each([
    [
      "24 optional parameters in two tools",
      [strict("a", closed(named(12, { type: "string" }))), strict("b", closed(named(12, { type: "string" })))],
      [],
    ],
    [
      "25 optional parameters",
      [strict("a", closed(named(25, { type: "string" })))],
      ["limit-broken tools[0].parameters"],
    ],
    ["16 unions", [strict("a", closed(named(16, { type: ["string", "null"] }), Object.keys(named(16, {}))))], []],
    [
      "17 unions",
      [strict("a", closed(named(17, { anyOf: [{ type: "string" }, { type: "null" }] }), Object.keys(named(17, {}))))],
      ["limit-broken tools[0].parameters"],
    ],
    [
      "a minimum",
      [strict("a", closed({ n: { type: "integer", minimum: 0 } }, ["n"]))],
      ["limit-broken tools[0].parameters"],
    ],
    [
      "a schema that contains itself",
      [strict("a", closed({ n: { $ref: "#" } }, ["n"]))],
      ["limit-broken tools[0].parameters"],
    ],
    ["an open object", [strict("a", { type: "object", properties: {} })], ["limit-broken tools[0].parameters"]],
    ["the same where the tool is not strict", [{ ...strict("a", { type: "object" }), strict: null }], []],
  ])("%s: %j", (_what, tools, expected) => {
    expect(warnedFor({ tools })).toEqual(expected);
  });

  test("a format counts with the strict tools", () => {
    const schema = closed(named(20, { type: "string" }));
    const tools = [strict("a", closed(named(5, { type: "string" })))];
    expect(warnedFor({ tools, responseFormat: { kind: "json-schema", name: "s", schema, strict: null } })).toEqual([
      "limit-broken tools[0].parameters",
    ]);
  });
});
