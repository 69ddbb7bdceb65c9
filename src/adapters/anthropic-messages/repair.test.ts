import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assistant, call, result, text, user, userText, weather } from "../../../test/support/converse-messages.js";
import { messagesTarget, refusedField, repaired } from "../../../test/support/messages-encode.js";
import type { Message, ReasoningPart } from "../../chat/message.js";
import type { ChatRequest } from "../../chat/request.js";

const tools = [weather];

const thinking = (over: Partial<ReasoningPart>): ReasoningPart => ({
  kind: "reasoning",
  text: "hm",
  signature: null,
  redacted: null,
  details: null,
  field: "thinking",
  ...over,
});

describe("turns, repaired", () => {
  test("R1 a system message inside the conversation is sent before it, with a warning", () => {
    const { body, messages, warned } = repaired([
      userText("q"),
      assistant(text("a")),
      { role: "system", parts: [text("later")], name: null },
      userText("and?"),
    ]);
    expect(body["system"]).toBe("later");
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(warned).toEqual(["system-moved messages[2]"]);
  });

  test("R2 neighbours of one role share a turn, with a warning for each", () => {
    const { messages, warned } = repaired([
      userText("a"),
      userText("b"),
      assistant(text("c")),
      assistant(text("d")),
      userText("e"),
    ]);
    expect(messages).toEqual([
      {
        role: "user",
        content: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "text", text: "c" },
          { type: "text", text: "d" },
        ],
      },
      { role: "user", content: "e" },
    ]);
    expect(warned).toEqual(["merged-turns messages[1]", "merged-turns messages[3]"]);
  });

  test("R3 R4 results stand in the order of their calls, before the user's words", () => {
    const { messages, warned } = repaired(
      [
        userText("q"),
        assistant(call("toolu_a"), call("toolu_b")),
        result("toolu_b", text("B")),
        userText("hurry"),
        result("toolu_a", text("A")),
      ],
      { over: { tools } },
    );
    expect(messages[2]).toEqual({
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "toolu_a", content: "A" },
        { type: "tool_result", tool_use_id: "toolu_b", content: "B" },
        { type: "text", text: "hurry" },
      ],
    });
    expect(warned).toContain("results-reordered messages[2]");
  });

  test("R6 an empty result stays empty, and is the text {} where it failed", () => {
    const { messages, warned } = repaired(
      [
        userText("q"),
        assistant(call("toolu_a"), call("toolu_b")),
        result("toolu_a", text(" ")),
        { ...result("toolu_b"), status: "error" },
      ],
      { over: { tools } },
    );
    expect(messages[2]?.content).toEqual([
      { type: "tool_result", tool_use_id: "toolu_a", content: [] },
      { type: "tool_result", tool_use_id: "toolu_b", content: "{}", is_error: true },
    ]);
    expect(warned).toEqual([
      "blank-text-dropped messages[2].parts[0]",
      "empty-error-result messages[3].parts",
      "json-as-text messages[3].parts",
    ]);
  });

  test("R9 R10 blank text is dropped, and a message that was nothing else with it", () => {
    const { messages, warned } = repaired(
      [
        userText("q"),
        assistant(text(" \n"), call("toolu_a")),
        result("toolu_a", text("A")),
        assistant(text("")),
        userText("and?"),
      ],
      { over: { tools } },
    );
    expect(messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
    expect(messages[1]?.content).toEqual([{ type: "tool_use", id: "toolu_a", name: "get_weather", input: {} }]);
    expect(warned).toEqual([
      "blank-text-dropped messages[1].parts[0]",
      "blank-text-dropped messages[3].parts[0]",
      "message-dropped messages[3]",
      "merged-turns messages[4]",
    ]);
  });

  test.each([
    ["R11 a blank message of the user", [userText(" ")], "messages[0].parts"],
    ["R15 a call without a result", [userText("q"), assistant(call("a")), userText("r")], "messages[1].parts[0]"],
    ["R15 a call at the end", [userText("q"), assistant(call("a"))], "messages[1].parts[0]"],
    ["R15 a result without a call", [userText("q"), result("a", text("A"))], "messages[1].toolCallId"],
    [
      "R15 a result without an id",
      [userText("q"), assistant(call("a")), result(null, text("A"))],
      "messages[2].toolCallId",
    ],
    [
      "R14 two different calls under one id",
      [userText("q"), assistant(call("a"), call("a", '{"z":2}')), result("a", text("A"))],
      "messages[1].parts[1].id",
    ],
    ["a request without a message", [], "messages"],
  ] as const)("%s is refused by its field", (_what, messages: readonly Message[], field) => {
    expect(refusedField(messages, { over: { tools } })).toBe(field);
  });

  test("R14 copies of a call and of a result are sent once", () => {
    const { messages, warned } = repaired(
      [userText("q"), assistant(call("a"), call("a")), result("a", text("A")), result("a", text("again"))],
      { over: { tools } },
    );
    expect(messages.slice(1).map(({ content }) => content.length)).toEqual([1, 1]);
    expect(warned).toEqual(["duplicate-tool-call messages[1].parts[1]", "duplicate-tool-result messages[3]"]);
  });

  test("R38 a prefill is sent with a warning and without the white space at its end", () => {
    const { messages, warned } = repaired([userText("q"), assistant(text("A: "))]);
    expect(messages[1]).toEqual({ role: "assistant", content: "A:" });
    expect(warned).toEqual(["prefill messages[1]", "prefill-trimmed messages[1].parts[0]"]);
  });

  test.each(['{"a":', "[1]", "null"])(
    "R12 arguments %j never end a conversation: their text is kept and marked",
    (argumentsText) => {
      const { messages, warned } = repaired(
        [userText("q"), assistant(call("a", argumentsText)), result("a", text("A"))],
        { over: { tools } },
      );
      expect(messages[1]?.content[0]?.["input"]).toEqual({ invalid_arguments: argumentsText });
      expect(warned).toEqual(["arguments-wrapped messages[1].parts[0].argumentsText"]);
    },
  );
});

describe("ids and names, repaired", () => {
  test("R13 an id that the service refuses gets an alias that leads back, in the call and in its result", () => {
    const { messages, aliases, warned } = repaired(
      [
        userText("q"),
        assistant(call("functions.get_weather:0"), call("toolu_1")),
        result("toolu_1"),
        result("functions.get_weather:0"),
      ],
      { over: { tools } },
    );
    const [first, second] = messages[1]?.content ?? [];
    expect(first?.["id"]).toMatch(/^[a-zA-Z0-9_-]+$/);
    expect(second?.["id"]).toBe("toolu_1");
    expect(messages[2]?.content.map((block) => block["tool_use_id"])).toEqual([first?.["id"], "toolu_1"]);
    expect([...aliases.toolCallIds]).toEqual([[first?.["id"], "functions.get_weather:0"]]);
    expect(warned).toEqual(["tool-call-id-aliased messages[1].parts[0].id", "results-reordered messages[2]"]);
  });

  test("R13 any ids whatever get distinct legal ids that lead back to them", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 90 }), { minLength: 1, maxLength: 6 }), (ids) => {
        const { messages, aliases } = repaired(
          [userText("q"), assistant(...ids.map((id) => call(id))), ...ids.map((id) => result(id, text("A")))],
          { over: { tools } },
        );
        const sent = (messages[1]?.content ?? []).map((block) => String(block["id"]));
        expect(sent.every((id) => /^[a-zA-Z0-9_-]+$/.test(id))).toBe(true);
        expect(new Set(sent).size).toBe(ids.length);
        expect(sent.map((id) => aliases.toolCallIds.get(id) ?? id)).toEqual(ids);
      }),
      { numRuns: 100 },
    );
  });

  test("R19 names are aliased everywhere and lead back; R16 tools that the history needs are rebuilt from it", () => {
    const named = repaired([userText("q")], {
      over: { tools: [{ ...weather, name: "get weather" }], toolChoice: { kind: "tool", name: "get weather" } },
    });
    expect([named.body["tools"], named.body["tool_choice"]]).toMatchObject([
      [{ name: "get_weather" }],
      { type: "tool", name: "get_weather" },
    ]);
    expect([...named.aliases.toolNames]).toEqual([["get_weather", "get weather"]]);
    const rebuilt = repaired([userText("q"), assistant(call("a")), result("a", text("A"))]);
    expect(rebuilt.body["tools"]).toEqual([{ name: "get_weather", input_schema: { type: "object", properties: {} } }]);
    expect(rebuilt.warned).toEqual(["tools-rebuilt messages[1]"]);
  });
});

describe("reasoning, repaired", () => {
  const around = (...parts: readonly ReasoningPart[]) => [userText("q"), assistant(...parts, text("a")), userText("b")];

  test("R32 unsigned reasoning is left out unless the target takes it; what is signed keeps its place", () => {
    const signed = thinking({ signature: "c2ln" });
    const left = repaired(around(thinking({}), signed));
    expect(left.messages[1]?.content).toEqual([
      { type: "thinking", thinking: "hm", signature: "c2ln" },
      { type: "text", text: "a" },
    ]);
    expect(left.warned).toEqual(["reasoning-dropped messages[1].parts[0]"]);
    const kept = repaired(around(thinking({})), { target: messagesTarget({ reasoningReplay: "keep" }) });
    expect(kept.messages[1]?.content[0]).toEqual({ type: "thinking", thinking: "hm" });
    expect(kept.warned).toEqual(["reasoning-unsigned messages[1].parts[0]"]);
  });

  test("R32 thinking between text and calls is never moved: the service checks its place", () => {
    const { messages, warned } = repaired(
      [userText("q"), assistant(text("a"), thinking({ signature: "c2ln" }), call("x")), result("x", text("A"))],
      { over: { tools } },
    );
    expect(messages[1]?.content.map(({ type }) => type)).toEqual(["text", "thinking", "tool_use"]);
    expect(warned).toEqual([]);
  });

  test("R32 what only another vendor takes back is left out, Claude's own details are not", () => {
    const details = [{ type: "reasoning.text", text: "hm", signature: "c2ln", format: "anthropic-claude-v1" }];
    const { messages, warned } = repaired(
      around(
        thinking({ field: "reasoning", details }),
        thinking({ field: "thoughtSignature", signature: "AbC" }),
        thinking({ field: "reasoning-item", text: null, details: [{ type: "reasoning", encrypted_content: "x" }] }),
      ),
    );
    expect(messages[1]?.content).toEqual([
      { type: "thinking", thinking: "hm", signature: "c2ln" },
      { type: "text", text: "a" },
    ]);
    expect(warned).toEqual([
      "reasoning-signature-dropped messages[1].parts[1].signature",
      "reasoning-details-dropped messages[1].parts[2].details[0]",
      "reasoning-dropped messages[1].parts[1]",
      "reasoning-dropped messages[1].parts[2]",
    ]);
  });
});

describe("settings, repaired", () => {
  const sent = (
    over: Partial<ChatRequest>,
    target = messagesTarget(),
    messages: readonly Message[] = [userText("q")],
  ) => {
    const { body, warned } = repaired(messages, { over, target });
    const { model: _, messages: __, ...rest } = body;
    return { rest, warned };
  };

  test("R24 the limit is kept within the model's, and refused below 1", () => {
    expect(sent({ maxOutputTokens: 900 }, messagesTarget({}, { maxOutputTokens: 300 }))).toEqual({
      rest: { max_tokens: 300 },
      warned: ["clamped maxOutputTokens"],
    });
    expect(refusedField([userText("q")], { over: { maxOutputTokens: 0 } })).toBe("maxOutputTokens");
  });

  test("R25 R26 R27 sampling is clamped to 0..1, topP is dropped by the quirk, and stops without a character are left out", () => {
    const over = { temperature: 1.5, topP: -1, stopSequences: ["", " \n", "END"] };
    expect(sent(over)).toEqual({
      rest: { max_tokens: 100, temperature: 1, top_p: 0, stop_sequences: ["END"] },
      warned: ["clamped temperature", "clamped topP", "dropped stopSequences[0]", "dropped stopSequences[1]"],
    });
    expect(sent({ temperature: 0, topP: 0.5 }, messagesTarget({ temperatureOrTopP: true }))).toEqual({
      rest: { max_tokens: 100, temperature: 0 },
      warned: ["dropped topP"],
    });
  });

  const on = (effort: string | null, budgetTokens: number | null) => ({ mode: "on", effort, budgetTokens }) as const;

  test.each([
    [
      "a budget below the least",
      { maxOutputTokens: 5000, reasoning: on(null, 10) },
      { type: "enabled", budget_tokens: 1024 },
    ],
    [
      "a budget above the reply's limit",
      { maxOutputTokens: 3000, reasoning: on(null, 9000) },
      { type: "enabled", budget_tokens: 2999 },
    ],
    ["a limit below any budget", { maxOutputTokens: 900, reasoning: on(null, 2000) }, undefined],
    [
      "a forced tool",
      { maxOutputTokens: 5000, reasoning: on("low", null), tools, toolChoice: { kind: "required" } },
      undefined,
    ],
    ["an effort of OpenAI", { maxOutputTokens: 5000, reasoning: on("none", null) }, { type: "disabled" }],
  ] as const)("R33 thinking with %s is changed with a warning", (_what, over, expected) => {
    const { rest, warned } = sent(over);
    expect(rest["thinking"]).toEqual(expected);
    expect(warned).toHaveLength(1);
  });

  test("R33 thinking that ends in calls without signed thinking is not asked for within a budget, but adaptively it is", () => {
    const history = [userText("q"), assistant(call("a")), result("a", text("A"))];
    const over = { maxOutputTokens: 5000, tools, reasoning: on(null, 2000) };
    const left = sent(over, messagesTarget(), history);
    expect([left.rest["thinking"], left.warned]).toEqual([undefined, ["thinking-dropped reasoning"]]);
    const adaptive = sent({ ...over, reasoning: on(null, null) }, messagesTarget(), history);
    expect([adaptive.rest["thinking"], adaptive.warned]).toEqual([{ type: "adaptive" }, []]);
    const signed = [userText("q"), assistant(thinking({ signature: "c2ln" }), call("a")), result("a", text("A"))];
    expect(sent(over, messagesTarget(), signed).rest["thinking"]).toEqual({ type: "enabled", budget_tokens: 2000 });
  });

  test("R33 sampling that does not go with thinking is left out with warnings", () => {
    const over = { maxOutputTokens: 5000, reasoning: on("low", null), temperature: 0, topP: 0.9, topK: 4 };
    const { rest, warned } = sent(over);
    expect(rest).toEqual({ max_tokens: 5000, thinking: { type: "adaptive" }, output_config: { effort: "low" } });
    expect(warned).toEqual(["dropped temperature", "dropped topP", "dropped topK"]);
    expect(sent({ ...over, temperature: 1, topP: 0.95, topK: null }).warned).toEqual([]);
  });

  test("R34 JSON without a schema is an instruction, and a schema too where the service has no format", () => {
    const json = repaired([userText("q")], { over: { responseFormat: { kind: "json-object" } } });
    expect(String(json.body["system"])).toContain("one JSON object");
    expect(json.warned).toEqual(["json-instructed responseFormat"]);
    const schema = { kind: "json-schema", name: "s", schema: { type: "object" }, strict: null } as const;
    const instructed = repaired([userText("q")], {
      over: { responseFormat: schema },
      target: messagesTarget({}, { structuredOutput: false }),
    });
    expect([String(instructed.body["system"]), instructed.body["output_config"]]).toEqual([
      expect.stringContaining('{"type":"object"}'),
      undefined,
    ]);
  });

  test("R17 R20 R40 choices that the model does not take, empty descriptions and lists are left out; tools are refused where it takes none", () => {
    const target = messagesTarget({}, { toolChoice: ["auto"] });
    expect(sent({ tools: [{ ...weather, description: "" }], toolChoice: { kind: "required" } }, target)).toEqual({
      rest: { max_tokens: 100, tools: [{ name: "get_weather", input_schema: weather.parameters }] },
      warned: ["dropped tools[0].description", "dropped toolChoice"],
    });
    expect(sent({ tools: [] })).toEqual({ rest: { max_tokens: 100 }, warned: ["dropped tools"] });
    expect(refusedField([userText("q")], { over: { tools }, target: messagesTarget({}, { tools: false }) })).toBe(
      "tools",
    );
  });

  test("R18 a choice of none stays with its tools", () => {
    expect(sent({ tools, toolChoice: { kind: "none" } }).rest["tool_choice"]).toEqual({ type: "none" });
  });

  test("S21 tools are refused on a stream where the model takes them only without streaming", () => {
    const target = messagesTarget({}, { streamingTools: false }, "messages-stream");
    expect(refusedField([userText("q")], { over: { tools }, target })).toBe("tools");
  });
});

describe("media and cache points, repaired", () => {
  const image = (mediaType: string) =>
    ({ kind: "image", source: { kind: "bytes", mediaType, base64: "AA==" } }) as const;
  const document = (mediaType: string) =>
    ({ kind: "document", name: "a", source: { kind: "bytes", mediaType, base64: "YSxi" } }) as const;

  test.each([
    ["R30 an image of a type that the API does not take", image("image/tiff")],
    [
      "R29 a link that the service cannot follow",
      { kind: "image", source: { kind: "url", url: "s3://b/a.png" } } as const,
    ],
    ["R31 a document that is neither PDF nor text", document("application/msword")],
  ])("%s is refused by its field", (_what, part) => {
    expect(refusedField([user(text("q"), part)])).toBe("messages[0].parts[1]");
  });

  test("R31 text of another type is sent as plain text, with a warning", () => {
    const { messages, warned } = repaired([user(text("q"), document("text/csv"))]);
    expect(messages[0]?.content[1]).toEqual({
      type: "document",
      source: { type: "text", media_type: "text/plain", data: "a,b" },
      title: "a",
    });
    expect(warned).toEqual(["media-type-changed messages[0].parts[1]"]);
  });

  test("R35 the last four cache points stay, and one behind thinking is left out", () => {
    const point = { kind: "cache-point", ttl: null } as const;
    const { body, warned } = repaired([
      { role: "system", parts: [text("S"), point], name: null },
      user(text("a"), point, text("b"), point),
      assistant(thinking({ signature: "c2ln" }), point, text("c"), point),
      user(text("d"), point),
    ]);
    expect(JSON.stringify(body).match(/cache_control/g)).toHaveLength(4);
    expect(body["system"]).toBe("S");
    expect(warned).toEqual(["cache-point-dropped messages[2].parts[1]", "cache-point-dropped messages[0].parts[1]"]);
  });
});
