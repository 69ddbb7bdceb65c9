import { describe, expect, test } from "vitest";
import { assistant, call, result, text, user, userText, weather } from "../../../test/support/converse-messages.js";
import { faithful, responsesTarget } from "../../../test/support/responses-encode.js";
import type { JsonObject } from "../../chat/json.js";
import type { AssistantPart, Message, ReasoningPart } from "../../chat/message.js";

const png = { kind: "bytes", mediaType: "image/png", base64: "iVBORw0KGgo=" } as const;

const reasoning = (of: Partial<ReasoningPart>): ReasoningPart => ({
  ...{ kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: null },
  ...of,
});

/** As OpenAI sends it with `include: ["reasoning.encrypted_content"]`. */
const item: JsonObject = {
  id: "rs_68af",
  type: "reasoning",
  summary: [{ type: "summary_text", text: "Look it up." }],
  encrypted_content: "gAAAAABo==",
};

describe("encode, faithfully", () => {
  test("sends the target's model, the input, and that nothing is stored", () => {
    expect(faithful([userText("Hi")])).toEqual({
      body: { model: "vendor/m-1", input: [{ role: "user", content: "Hi" }], store: false },
      input: [{ role: "user", content: "Hi" }],
      warnings: [],
    });
  });

  test("asks for a stream where the API streams", () => {
    expect(faithful([userText("Hi")], {}, responsesTarget({}, { api: "responses-stream" })).body).toMatchObject({
      stream: true,
    });
  });

  test("R1 keeps system and developer messages where they stand, and writes no instructions", () => {
    const said = (role: "system" | "developer", words: string): Message => ({ role, parts: [text(words)], name: null });
    const { body, input } = faithful([said("system", "one"), userText("hi"), said("developer", "two")]);
    expect(input).toEqual([
      { role: "system", content: "one" },
      { role: "user", content: "hi" },
      { role: "developer", content: "two" },
    ]);
    expect("instructions" in body).toBe(false);
  });

  test("R2 and R4 keep consecutive messages of one role apart, and user text after a result", () => {
    expect(
      faithful([userText("a"), userText("b"), assistant(call("c")), result("c", text("r")), userText("d")]).input,
    ).toEqual([
      { role: "user", content: "a" },
      { role: "user", content: "b" },
      { type: "function_call", call_id: "c", name: "get_weather", arguments: "{}" },
      { type: "function_call_output", call_id: "c", output: "r" },
      { role: "user", content: "d" },
    ]);
  });

  test("R3 sends parallel results as an item each, in the order given", () => {
    const { input } = faithful([assistant(call("a"), call("b")), result("b", text("B")), result("a", text("A"))]);
    expect(input.slice(2)).toEqual([
      { type: "function_call_output", call_id: "b", output: "B" },
      { type: "function_call_output", call_id: "a", output: "A" },
    ]);
  });

  test("R5 cannot say that a tool failed, and warns", () => {
    const { input, warnings } = faithful([{ ...result("a", text("no")), status: "error" } as Message]);
    expect(input).toEqual([{ type: "function_call_output", call_id: "a", output: "no" }]);
    expect(warnings).toEqual(["tool-status-dropped messages[0].status"]);
  });

  test("R6 sends an empty result as an empty text, and warns when it had no part at all", () => {
    const { input, warnings } = faithful([result("a", text("")), result("b")]);
    expect(input.map(({ output }) => output)).toEqual(["", ""]);
    expect(warnings).toEqual(["tool-result-empty messages[1].parts"]);
  });

  test("R7 sends a JSON result as JSON text, and warns", () => {
    const { input, warnings } = faithful([result("a", { kind: "json", value: { z: 1, a: [null] } })]);
    expect(input[0]?.["output"]).toBe('{"z":1,"a":[null]}');
    expect(warnings).toEqual(["json-as-text messages[0].parts[0]"]);
  });

  test("R8 sends images and documents of a result as parts, without a warning", () => {
    const { input, warnings } = faithful([
      result("a", text("see"), { kind: "image", source: png }, { kind: "document", source: png, name: "a.png" }),
    ]);
    expect(input[0]?.["output"]).toEqual([
      { type: "input_text", text: "see" },
      { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=", detail: "auto" },
      { type: "input_file", filename: "a.png", file_data: "data:image/png;base64,iVBORw0KGgo=" },
    ]);
    expect(warnings).toEqual([]);
  });

  test("R9 writes no message beside calls, and an empty one only where one was there", () => {
    expect(faithful([assistant(call("a"))]).input).toHaveLength(1);
    expect(faithful([assistant(text(""), call("a"))]).input).toEqual([
      { role: "assistant", content: "" },
      { type: "function_call", call_id: "a", name: "get_weather", arguments: "{}" },
    ]);
  });

  test("R10 and R11 send an assistant message that says nothing, and blank user text, as they are", () => {
    expect(faithful([userText(" "), assistant(), user()]).input).toEqual([
      { role: "user", content: " " },
      { role: "assistant", content: [] },
      { role: "user", content: [] },
    ]);
  });

  test.each(["", "{", '{"a": 1.0}', "null"])("R12 sends arguments as their text: %j", (given) => {
    expect(faithful([assistant(call("a", given))]).input[0]?.["arguments"]).toBe(given);
  });

  test("R12 leaves out what a call was sent without, and warns", () => {
    const { input, warnings } = faithful([assistant(call(null, null, null)), result(null, text("r"))]);
    expect(input).toEqual([{ type: "function_call" }, { type: "function_call_output", output: "r" }]);
    expect(warnings).toEqual([
      "tool-call-id-missing messages[0].parts[0]",
      "tool-call-name-missing messages[0].parts[0]",
      "tool-call-arguments-missing messages[0].parts[0]",
      "tool-call-id-missing messages[1].toolCallId",
    ]);
  });

  test.each(["functions.f:0", "tooluse_AB", `resp_${"x".repeat(52)}:call_0`, "☃"])(
    "R13 sends the tool-call id %j unchanged",
    (id) => {
      const { input, warnings } = faithful([assistant(call(id)), result(id, text("r"))]);
      expect(input.map(({ call_id }) => call_id)).toEqual([id, id]);
      expect(warnings).toEqual([]);
    },
  );

  test("R13 warns of an id that is too long or that the target's pattern refuses, and still sends it", () => {
    const long = "x".repeat(65);
    const sent = faithful([assistant(call(long))]);
    expect([sent.input[0]?.["call_id"], sent.warnings]).toEqual([long, ["limit-broken messages[0].parts[0].id"]]);
    const patterned = faithful([assistant(call("a-b"))], {}, responsesTarget({ toolCallIdPattern: "[a-z]+" }));
    expect(patterned.warnings).toEqual(["limit-broken messages[0].parts[0].id"]);
  });

  test("R14 and R15 send calls with one id both, results without a call and calls without a result", () => {
    const { input, warnings } = faithful([assistant(call("a"), call("a")), userText("well?"), result("x", text("r"))]);
    expect(input).toHaveLength(4);
    expect(warnings).toEqual([]);
  });

  test("the parts of a turn become items in their order, text and refusals as messages", () => {
    const parts: readonly AssistantPart[] = [
      reasoning({ text: "Look it up.", details: [item], field: "reasoning-item" }),
      text("One"),
      call("a"),
      text("two"),
      { kind: "refusal", text: "No." },
    ];
    expect(faithful([assistant(...parts)]).input).toEqual([
      item,
      { role: "assistant", content: "One" },
      { type: "function_call", call_id: "a", name: "get_weather", arguments: "{}" },
      { role: "assistant", content: "two" },
      { role: "assistant", content: [{ type: "refusal", refusal: "No." }] },
    ]);
  });

  test("sends back the phase of a message and the namespace of a call that this API gave, and no member of another", () => {
    const { input } = faithful([
      assistant(
        { kind: "text", text: "One", wire: { type: "message", phase: "commentary" } },
        {
          kind: "tool-call",
          id: "a",
          name: "f",
          argumentsText: "{}",
          wire: { type: "function_call", namespace: "crm" },
        },
        {
          kind: "tool-call",
          id: "b",
          name: "f",
          argumentsText: "{}",
          wire: { type: "tool_use", caller: { type: "x" } },
        },
      ),
    ]);
    expect(input).toEqual([
      { role: "assistant", content: "One", phase: "commentary" },
      { type: "function_call", call_id: "a", name: "f", arguments: "{}", namespace: "crm" },
      { type: "function_call", call_id: "b", name: "f", arguments: "{}" },
    ]);
  });

  test("R29, R30 and R31 send images and documents as data URLs of their own type, or as their links", () => {
    const link = { kind: "url", url: "https://e.org/a" } as const;
    const { input } = faithful([
      user(
        text("see"),
        { kind: "image", source: png },
        { kind: "image", source: link },
        { kind: "document", source: { ...png, mediaType: "application/pdf" }, name: "r" },
        { kind: "document", source: link, name: null },
      ),
    ]);
    expect(input[0]?.["content"]).toEqual([
      { type: "input_text", text: "see" },
      { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=", detail: "auto" },
      { type: "input_image", image_url: "https://e.org/a", detail: "auto" },
      { type: "input_file", filename: "r", file_data: "data:application/pdf;base64,iVBORw0KGgo=" },
      { type: "input_file", file_url: "https://e.org/a" },
    ]);
  });

  test("R32 replays a reasoning item as it came, its members in their order", () => {
    const odd: JsonObject = {
      type: "reasoning",
      encrypted_content: "b==",
      format: "x",
      id: "rs_2",
      summary: [],
      status: null,
    };
    const { input, warnings } = faithful([assistant(reasoning({ text: "t", details: [item, odd] }), text("a"))]);
    expect(JSON.stringify(input.slice(0, 2))).toBe(JSON.stringify([item, odd]));
    expect(warnings).toEqual([]);
  });

  test("R32 leaves out reasoning of another API, and warns of each thing that is lost", () => {
    const { input, warnings } = faithful([
      assistant(
        reasoning({ text: "t", signature: "c2ln", field: "thinking" }),
        reasoning({ redacted: "b3Bh" }),
        reasoning({ details: [{ type: "reasoning.encrypted", data: "x" }], field: "reasoning_details" }),
        text("a"),
      ),
    ]);
    expect(input).toEqual([{ role: "assistant", content: "a" }]);
    expect(warnings).toEqual([
      "reasoning-signature-dropped messages[0].parts[0]",
      "reasoning-dropped messages[0].parts[0]",
      "reasoning-redacted-dropped messages[0].parts[1]",
      "reasoning-details-dropped messages[0].parts[2]",
    ]);
  });

  test("R32 leaves out an item that only refers to a stored one, unless something is stored or the service keeps none", () => {
    const { encrypted_content: _, ...reference } = item;
    const turn = [assistant(reasoning({ details: [reference] }), text("a"))];
    expect(faithful(turn)).toMatchObject({
      input: [{ role: "assistant" }],
      warnings: ["reasoning-reference-dropped messages[0].parts[0]"],
    });
    expect(faithful(turn, { extra: { store: true } }).input[0]).toBe(reference);
    expect(faithful(turn, {}, responsesTarget({ reasoningReplay: "keep" })).input[0]).toBe(reference);
    const open = { ...reference, content: [{ type: "reasoning_text", text: "Hm" }] };
    expect(faithful([assistant(reasoning({ details: [open] }), text("a"))]).input[0]).toBe(open);
  });

  test.each([
    { type: "web_search_call", id: "ws_1", status: "completed", action: { type: "search", query: "x" } },
    { type: "custom_tool_call", call_id: "c", name: "grep", input: "a" },
    { type: "custom_tool_call_output", call_id: "c", output: "b" },
    { type: "mcp_list_tools", id: "mcpl_1", server_label: "s", tools: [] },
    { type: "compaction", id: "cmp_1", encrypted_content: "x" },
    { type: "item_reference", id: "msg_1" },
    { type: "openrouter:web_search", id: "x" },
    { type: "tomorrows_call", id: "x" },
  ])("puts an item that has no type of ours back as it came: $type", (raw) => {
    const { input, warnings } = faithful([assistant(text("a"), { kind: "other", raw }, text("b"))]);
    expect(input[1]).toBe(raw);
    expect(warnings).toEqual([]);
  });

  test.each([
    { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: {} },
    { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
    { type: "compaction", content: "x" },
    { citationsContent: {} },
    { function_call: { name: "f", arguments: "{}" } },
    "text",
  ])("does not send a part of another API, and warns: %j", (raw) => {
    const { input, warnings } = faithful([assistant(text("a"), { kind: "other", raw })]);
    expect(input).toHaveLength(1);
    expect(warnings).toEqual(["other-part-dropped messages[0].parts[1]"]);
  });

  test("R35 marks the part before a cache point, and warns of what a mark cannot say", () => {
    const point = { kind: "cache-point", ttl: "5m" } as const;
    const { input, warnings } = faithful([user(text("a"), point), user(point, text("b")), assistant(text("c"), point)]);
    expect(input).toEqual([
      {
        role: "user",
        content: [{ type: "input_text", text: "a", prompt_cache_breakpoint: { mode: "explicit" } }],
      },
      { role: "user", content: "b" },
      { role: "assistant", content: "c" },
    ]);
    expect(warnings).toEqual([
      "cache-ttl-dropped messages[0].parts[1]",
      "cache-point-dropped messages[1].parts[0]",
      "cache-point-dropped messages[2].parts[1]",
    ]);
  });

  test("drops names of messages, which this API has not, and warns", () => {
    expect(faithful([{ role: "user", parts: [text("a")], name: "Ann" }])).toMatchObject({
      input: [{ role: "user", content: "a" }],
      warnings: ["name-dropped messages[0].name"],
    });
  });

  test("R16 keeps tool turns when the request has no tools, and invents none", () => {
    const { body, warnings } = faithful([userText("q"), assistant(call("a")), result("a", text("r"))]);
    expect([body["tools"], warnings]).toEqual([undefined, []]);
  });

  test("R38 sends a history that ends with the assistant, its white space included", () => {
    expect(faithful([userText("q"), assistant(text("The answer is "))]).input[1]).toEqual({
      role: "assistant",
      content: "The answer is ",
    });
  });

  test("R22 sends a schema with $ref, $defs and anyOf unchanged", () => {
    const parameters = {
      type: "object",
      $defs: { a: { anyOf: [{ type: "null" }] } },
      properties: { a: { $ref: "#/$defs/a" } },
    };
    expect(faithful([userText("q")], { tools: [{ ...weather, parameters }] }).body["tools"]).toEqual([
      { type: "function", name: "get_weather", description: "Weather", parameters },
    ]);
  });
});
