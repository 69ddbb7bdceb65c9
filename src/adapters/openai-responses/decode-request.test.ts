import { describe, expect, test } from "vitest";
import { reasoning } from "../../../test/support/responses-wire.js";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import { plainRequest } from "../../chat/request.js";
import { decodeRequest } from "./decode-request.js";

function read(body: unknown) {
  const bytes = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const decoded = decodeRequest({ method: "POST", url: "https://h/v1/responses", headers: [], body: bytes });
  return { ...decoded, warned: decoded.warnings.map(({ id, field }) => `${id} ${field}`) };
}

const withInput = (input: JsonValue) => {
  const { request, warned } = read({ model: "m", input });
  return { messages: request.messages, warned };
};
const settings = (members: JsonObject) => {
  const { request, warned } = read({ model: "m", input: "Hi", ...members });
  return { request, warned, extra: request.extra };
};
const text = (words: string) => ({ kind: "text", text: words });
const user = (words: string) => ({ role: "user", parts: [text(words)], name: null });

describe("the input", () => {
  test("as a text is one message of the user, also an empty one", () => {
    expect(withInput("Hi").messages).toEqual([user("Hi")]);
    expect(withInput("").messages).toEqual([user("")]);
  });

  test("after the instructions, which are a system message", () => {
    const { request } = read({ model: "m", instructions: "Be brief.", input: "Hi" });
    expect(request.messages).toEqual([{ role: "system", parts: [text("Be brief.")], name: null }, user("Hi")]);
    expect(request.extra).toEqual({});
  });

  test("has messages with and without a type, of every role", () => {
    expect(
      withInput([
        { role: "developer", content: "Be brief." },
        { type: "message", role: "system", content: [{ type: "input_text", text: "Be kind." }] },
        { role: "user", content: [{ type: "input_text", text: "Hi" }] },
        {
          id: "msg_1",
          type: "message",
          status: "completed",
          role: "assistant",
          content: [{ type: "output_text", text: "Yes?", annotations: [] }],
        },
        { role: "user", content: "Go on" },
      ]),
    ).toEqual({
      messages: [
        { role: "developer", parts: [text("Be brief.")], name: null },
        { role: "system", parts: [text("Be kind.")], name: null },
        user("Hi"),
        { role: "assistant", parts: [text("Yes?")], name: null },
        user("Go on"),
      ],
      warned: [],
    });
  });

  test("has one message for all adjacent items of the assistant's turn", () => {
    const item = reasoning({ summary: [{ type: "summary_text", text: "Hm." }], encrypted_content: "gAAAA" });
    const { messages, warned } = withInput([
      { role: "user", content: "Oslo and Rome?" },
      item,
      { role: "assistant", content: "Let me look.", phase: "commentary" },
      {
        type: "function_call",
        id: "fc_1",
        status: "completed",
        call_id: "call_1",
        name: "weather",
        arguments: '{"city":"Oslo"}',
      },
      { type: "function_call", call_id: "call_2", name: "weather", arguments: "", namespace: "crm" },
      { type: "function_call_output", call_id: "call_1", output: "18" },
      { type: "function_call_output", call_id: "call_2", output: "" },
      { role: "assistant", content: "" },
    ]);
    expect(messages).toEqual([
      user("Oslo and Rome?"),
      {
        role: "assistant",
        parts: [
          { kind: "reasoning", text: "Hm.", signature: null, redacted: null, details: [item], field: "reasoning-item" },
          { kind: "text", text: "Let me look.", wire: { type: "message", phase: "commentary" } },
          { kind: "tool-call", id: "call_1", name: "weather", argumentsText: '{"city":"Oslo"}' },
          {
            kind: "tool-call",
            id: "call_2",
            name: "weather",
            argumentsText: "",
            wire: { type: "function_call", namespace: "crm" },
          },
        ],
        name: null,
      },
      { role: "tool", toolCallId: "call_1", toolName: null, parts: [text("18")], status: null },
      { role: "tool", toolCallId: "call_2", toolName: null, parts: [text("")], status: null },
      { role: "assistant", parts: [text("")], name: null },
    ]);
    expect(warned).toEqual([]);
  });

  test("has images and files, as bytes and as links", () => {
    const { messages, warned } = withInput([
      {
        role: "user",
        content: [
          { type: "input_image", image_url: "data:image/png;base64,iVBO", detail: "auto" },
          { type: "input_image", image_url: "https://a/b.png", detail: "high" },
          { type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,JVBE" },
          { type: "input_file", file_url: "https://a/b.pdf" },
        ],
      },
    ]);
    expect(messages[0]?.parts).toEqual([
      { kind: "image", source: { kind: "bytes", mediaType: "image/png", base64: "iVBO" } },
      { kind: "image", source: { kind: "url", url: "https://a/b.png" } },
      { kind: "document", source: { kind: "bytes", mediaType: "application/pdf", base64: "JVBE" }, name: "a.pdf" },
      { kind: "document", source: { kind: "url", url: "https://a/b.pdf" }, name: null },
    ]);
    expect(warned).toEqual(["not-read input[0].content[1].detail"]);
  });

  test("has outputs of calls as text, as parts and as JSON", () => {
    const output = (value: JsonValue) =>
      withInput([{ type: "function_call_output", call_id: "c", output: value }]).messages[0]?.parts;
    expect(output("18")).toEqual([text("18")]);
    expect(
      output([
        { type: "input_text", text: "a" },
        { type: "input_image", image_url: "https://a/b.png" },
      ]),
    ).toEqual([text("a"), { kind: "image", source: { kind: "url", url: "https://a/b.png" } }]);
    expect(output({ celsius: 18 })).toEqual([{ kind: "json", value: { celsius: 18 } }]);
    expect(output([])).toEqual([]);
  });

  test("keeps every other item whole and in its place, and says so", () => {
    const items: readonly JsonObject[] = [
      { type: "item_reference", id: "rs_1" },
      { type: "web_search_call", id: "ws_1", status: "completed", action: { query: "x" } },
      { type: "custom_tool_call", call_id: "call_1", name: "sql", input: "SELECT 1" },
      { type: "custom_tool_call_output", call_id: "call_1", output: "1" },
      { type: "message", role: "critic", content: "No" },
    ];
    const { messages, warned } = withInput([
      { role: "user", content: "Hi" },
      ...items,
      { role: "user", content: "So?" },
    ]);
    expect(messages).toEqual([
      user("Hi"),
      { role: "assistant", parts: items.map((raw) => ({ kind: "other", raw })), name: null },
      user("So?"),
    ]);
    expect(warned).toEqual([1, 2, 3, 4, 5].map((index) => `not-read input[${index}]`));
  });

  test("says what it lost", () => {
    expect(
      withInput([
        {
          role: "user",
          content: [{ type: "input_file", file_id: "file-1" }, 7, { type: "input_text", text: "Hi", mood: "good" }],
        },
        { role: "system", content: [{ type: "input_image", image_url: "https://a/b.png" }] },
        { role: "user", content: 5 },
        { role: "assistant", content: [{ type: "output_audio", data: "x" }] },
      ]),
    ).toEqual({
      messages: [
        user("Hi"),
        { role: "system", parts: [], name: null },
        { role: "user", parts: [], name: null },
        { role: "assistant", parts: [{ kind: "other", raw: { type: "output_audio", data: "x" } }], name: null },
      ],
      warned: [
        "not-read input[0].content[0]",
        "not-read input[0].content[1]",
        "not-read input[0].content[2].mood",
        "not-read input[1].content",
        "not-read input[2].content",
        "not-read input[3].content[0]",
      ],
    });
  });

  test("may stand elsewhere: a stored response, conversation or prompt", () => {
    expect(settings({ previous_response_id: "resp_1" }).warned).toEqual(["history-elsewhere previous_response_id"]);
    const { request, warned } = read({ model: "m", prompt: { id: "pmpt_1" } });
    expect(request).toMatchObject({ messages: [], extra: { prompt: { id: "pmpt_1" } } });
    expect(warned).toEqual(["history-elsewhere prompt"]);
    expect(read({ model: "m", input: 5 })).toMatchObject({
      request: { messages: [], extra: { input: 5 } },
      warned: ["messages-missing input"],
    });
  });
});

describe("the settings", () => {
  test("that a chat request has leave the body", () => {
    const { request, warned } = settings({
      stream: true,
      max_output_tokens: 100,
      temperature: 0,
      top_p: 0.5,
      top_k: 3,
      presence_penalty: 1,
      frequency_penalty: -1,
      include: ["message.output_text.logprobs"],
      top_logprobs: 2,
      parallel_tool_calls: false,
      tools: [{ type: "function", name: "weather", description: "d", parameters: { type: "object" }, strict: true }],
      tool_choice: { type: "function", name: "weather" },
      text: { format: { type: "json_schema", name: "n", schema: { type: "object" }, strict: true } },
      reasoning: { effort: "low" },
    });
    expect(request).toEqual({
      ...plainRequest("m", [user("Hi") as never]),
      maxOutputTokens: 100,
      temperature: 0,
      topP: 0.5,
      topK: 3,
      presencePenalty: 1,
      frequencyPenalty: -1,
      logprobs: 2,
      parallelToolCalls: false,
      tools: [{ name: "weather", description: "d", parameters: { type: "object" }, strict: true }],
      toolChoice: { kind: "tool", name: "weather" },
      responseFormat: { kind: "json-schema", name: "n", schema: { type: "object" }, strict: true },
      reasoning: { mode: "on", effort: "low", budgetTokens: null },
    });
    expect(warned).toEqual([]);
  });

  test("log probabilities are those that include asks for; a list with more, and a number alone, stay in extra", () => {
    const more = ["reasoning.encrypted_content", "message.output_text.logprobs"];
    const read = (members: JsonObject) => {
      const { logprobs, extra } = settings(members).request;
      return [logprobs, extra];
    };
    expect(read({ include: ["message.output_text.logprobs"] })).toEqual([0, {}]);
    expect(read({ include: more, top_logprobs: 3 })).toEqual([3, { include: more }]);
    expect(read({ top_logprobs: 3 })).toEqual([null, { top_logprobs: 3 }]);
    expect(read({ include: ["x"], top_logprobs: 0 })).toEqual([null, { include: ["x"], top_logprobs: 0 }]);
  });

  test("that it does not have stay in extra", () => {
    const members = {
      store: false,
      include: ["reasoning.encrypted_content"],
      truncation: "auto",
      metadata: { a: "b" },
      stream_options: { include_obfuscation: false },
      user: null,
      max_output_tokens: "100",
    };
    expect(settings(members).extra).toEqual(members);
  });

  test("that it has in part are read, and stay in extra too", () => {
    const body = {
      text: { format: { type: "json_object" }, verbosity: "low" },
      reasoning: { effort: "high", summary: "auto" },
      tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "a" }] },
    };
    const { request, extra, warned } = settings(body);
    expect(request).toMatchObject({
      responseFormat: { kind: "json-object" },
      reasoning: { mode: "on", effort: "high", budgetTokens: null },
      toolChoice: { kind: "required" },
    });
    expect(extra).toEqual(body);
    expect(warned).toEqual(["not-read tool_choice.tools"]);
  });

  test.each<[value: JsonValue, choice: object | null, isKept: boolean]>([
    ["auto", { kind: "auto" }, false],
    ["none", { kind: "none" }, false],
    ["required", { kind: "required" }, false],
    ["any", null, true],
    [{ type: "web_search_preview" }, null, true],
    [{ type: "custom", name: "a" }, null, true],
    [{ type: "allowed_tools", mode: "auto", tools: [] }, { kind: "auto" }, true],
  ])("tool_choice %j", (value, choice, isKept) => {
    const { request, extra } = settings({ tool_choice: value });
    expect(request.toolChoice).toEqual(choice);
    expect(extra).toEqual(isKept ? { tool_choice: value } : {});
  });

  test.each<[value: JsonObject, setting: object | null, isKept: boolean]>([
    [{ effort: "none" }, { mode: "off", effort: null, budgetTokens: null }, false],
    [{ effort: "medium", summary: null }, { mode: "on", effort: "medium", budgetTokens: null }, false],
    [{ effort: null }, null, true],
    [{ summary: "auto" }, null, true],
    [{ context: "all_turns", effort: "low" }, { mode: "on", effort: "low", budgetTokens: null }, true],
  ])("reasoning %j", (value, setting, isKept) => {
    const { request, extra } = settings({ reasoning: value });
    expect(request.reasoning).toEqual(setting);
    expect(extra).toEqual(isKept ? { reasoning: value } : {});
  });

  test("hosted tools keep the list in extra beside the functions that are read, with a warning each", () => {
    const tools = [
      { type: "web_search" },
      { type: "function", name: "weather", parameters: null, strict: false },
      { type: "function", name: "later", defer_loading: true },
      { type: "namespace", name: "crm", tools: [{ type: "function", name: "find" }] },
    ];
    const { request, extra, warned } = settings({ tools });
    expect(request.tools).toEqual([
      { name: "weather", description: null, parameters: null, strict: false },
      { name: "later", description: null, parameters: null, strict: null },
    ]);
    expect(extra).toEqual({ tools });
    expect(warned).toEqual([0, 2, 3].map((index) => `not-read tools[${index}]`));
  });

  test("a function in the form of Chat Completions has no parameters here: the API does not read them", () => {
    const nested = { type: "function", name: "weather", function: { parameters: { required: ["city"] } } };
    expect(settings({ tools: [nested] }).request.tools).toEqual([
      { name: "weather", description: null, parameters: null, strict: null },
    ]);
    expect(settings({ tools: [] }).request.tools).toEqual([]);
  });
});

describe("a body that is no request", () => {
  test.each<[body: string, message: string]>([
    ["", "the body is not JSON"],
    ["[]", "the body is not a JSON object"],
    ["{", "the body is not JSON"],
  ])("%j gives an empty request with a warning", (body, message) => {
    const { request, warnings } = read(body);
    expect(request).toEqual(plainRequest("", []));
    expect(warnings).toMatchObject([{ id: "body-unreadable", message: expect.stringContaining(message) }]);
  });

  test("names no model", () => {
    expect(read({ input: "Hi" })).toMatchObject({ request: { model: "" }, warned: ["model-missing model"] });
  });

  test("that was not recorded is empty", () => {
    const decoded = decodeRequest({ method: "POST", url: "https://h/v1/responses", headers: [], body: null });
    expect(decoded.warnings.map(({ id }) => id)).toEqual(["body-unreadable"]);
  });
});
