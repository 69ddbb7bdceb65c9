import { describe, expect, test } from "vitest";
import { plainTarget } from "../../../../test/support/plain-values.js";
import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { encode as encodeMessages } from "../../anthropic-messages/encode.js";
import { encode as encodeConverse } from "../../bedrock-converse/encode.js";
import { encode as encodeChat } from "../../openai-chat/encode.js";
import { encode as encodeResponses } from "../encode.js";
import { readRequest } from "./read-request.js";

const none = () => false;
const only = (name: string) => (_model: string, member: string) => member === name;
const user = { role: "user", content: "Hi" };

function read(body: JsonObject, allows: (model: string, member: string) => boolean = none) {
  const result = readRequest({ model: "m", input: "Hi", ...body }, { allows });
  if (result.kind === "refused") throw new Error(result.error.message);
  return result;
}

function refusal(body: JsonValue, allows: (model: string, member: string) => boolean = none) {
  const result = readRequest(body, { allows });
  return result.kind === "refused" ? [result.error.param, result.error.code, result.error.message] : ["served"];
}

const refused = (body: JsonObject) => refusal({ model: "m", input: "Hi", ...body }).slice(0, 2);
const inInput = (...items: readonly JsonValue[]) => refused({ input: [user, ...items] });
const warned = (body: JsonObject) => read(body).warnings.map(({ id, field }) => `${id} ${field}`);

describe("what is stored", () => {
  test.each<[JsonObject, string, string]>([
    [{ previous_response_id: "resp_1" }, "previous_response_id", "previous_response_not_found"],
    [{ conversation: "conv_1" }, "conversation", "unsupported_parameter"],
    [{ prompt: { id: "pmpt_1" } }, "prompt", "unsupported_parameter"],
    [{ background: true }, "background", "unsupported_parameter"],
    [{ input: [{ type: "item_reference", id: "msg_1" }] }, "input[0].type", "unsupported_parameter"],
    [{ input: [{ id: "msg_1" }] }, "input[0].id", "unsupported_parameter"],
  ])("%j is refused by name", (body, param, code) => {
    expect(refused(body)).toEqual([param, code]);
  });

  test("is nothing: store true is read as false, and what says so already is no matter", () => {
    expect(warned({ store: true })).toEqual(["store-read store"]);
    const silent = { store: false, background: false, previous_response_id: null, conversation: null, prompt: null };
    expect(warned({ ...silent, truncation: "disabled", service_tier: "auto" })).toEqual([]);
    expect(read(silent).request.extra).toEqual({});
  });
});

describe("a member that reaches beyond the reply", () => {
  test.each<[JsonObject, string]>([
    [{ service_tier: "priority" }, "service_tier"],
    [{ previous_response_id: "resp_1" }, "previous_response_id"],
    [{ conversation: "c" }, "conversation"],
    [{ prompt: { id: "p" } }, "prompt"],
    [{ background: true }, "background"],
    [{ provider: { order: ["x"] } }, "provider"],
    [{ container: "c" }, "container"],
    [{ web_search_options: { a: 1 } }, "web_search_options"],
    [{ models: ["a"] }, "models"],
    [{ moderation: { model: "x" } }, "moderation"],
  ])("%j is refused, and goes on where the model's entry allows it", (body, name) => {
    expect(refused(body)[0]).toBe(name);
    expect(read(body, only(name)).request.extra).toHaveProperty(name);
  });

  test("is refused always where it names an address", () => {
    expect(refusal({ model: "m", input: "Hi", mcp_servers: [{}] }, () => true)[0]).toBe("mcp_servers");
  });

  test("is refused for a hosted tool by its place, unless its type is allowed", () => {
    const tools = [{ type: "function", name: "f" }, { type: "web_search" }];
    expect(refused({ tools })).toEqual(["tools[1].type", "unsupported_value"]);
    for (const type of ["file_search", "mcp", "code_interpreter", "computer_use_preview", "image_generation", "shell"])
      expect(refused({ tools: [{ type }] })[0]).toBe("tools[0].type");
    const allowed = read({ tools }, only("web_search"));
    expect(allowed.request.tools?.map(({ name }) => name)).toEqual(["f"]);
    expect(allowed.request.extra).toEqual({});
    const to = (api: "responses" | "converse", allows: boolean) =>
      allowed.own({ target: plainTarget({ api }), allows: () => allows });
    expect(to("responses", true).extra["tools"]).toMatchObject([{ name: "f" }, { type: "web_search" }]);
    expect([to("responses", false), to("converse", true)].map(({ extra }) => extra["tools"])).toEqual([
      ...[undefined, undefined],
    ]);
    expect(to("converse", true).warnings).toMatchObject([{ id: "tool-left-out", field: "tools[1]" }]);
  });

  test("is refused for an item that brings tools", () => {
    expect(inInput({ type: "additional_tools", tools: [] })).toEqual(["input[1].type", "forbidden_parameter"]);
    expect(inInput({ type: "tool_search_output", tools: [] })[0]).toBe("input[1].type");
  });

  test("is refused for a file in a store", () => {
    const part = (one: JsonObject) => inInput({ role: "user", content: [one] });
    expect(part({ type: "input_image", file_id: "f" })).toEqual([
      "input[1].content[0].file_id",
      "unsupported_parameter",
    ]);
    expect(part({ type: "input_file", file_id: "f" })[0]).toBe("input[1].content[0].file_id");
    expect(part({ type: "input_image", image_url: "s3://b/k" })[0]).toBe("input[1].content[0].image_url");
    expect(part({ type: "input_file", file_data: "file:///etc" })[0]).toBe("input[1].content[0].file_data");
  });
});

describe("a request that is no request of this API", () => {
  test.each<[JsonObject, string | null]>([
    [{ input: 1 }, "input"],
    [{ input: [] }, "input"],
    [{ input: ["Hi"] }, "input[0]"],
    [{ input: [{ role: "wizard", content: "Hi" }] }, "input[0].role"],
    [{ input: [{ role: "user" }] }, "input[0].content"],
    [{ input: [{ role: "user", content: [{ type: "input_audio" }] }] }, "input[0].content[0].type"],
    [
      { input: [{ role: "system", content: [{ type: "input_image", image_url: "https://a.b" }] }] },
      "input[0].content[0].type",
    ],
    [{ input: [{ role: "user", content: [{ type: "input_text", text: 1 }] }] }, "input[0].content[0].text"],
    [{ input: [{ type: "function_call", call_id: "a", name: "f", arguments: 1 }] }, "input[0].arguments"],
    [{ input: [{ type: "function_call", call_id: "", name: "f" }] }, "input[0].call_id"],
    [{ input: [{ type: "function_call", call_id: "a" }] }, "input[0].name"],
    [{ input: [{ type: "function_call_output", call_id: "a" }] }, "input[0].output"],
    [{ input: [{ type: "function_call_output", output: "x" }] }, "input[0].call_id"],
    [
      { input: [{ type: "function_call_output", call_id: "a", output: [{ type: "refusal" }] }] },
      "input[0].output[0].type",
    ],
    [{ input: [{ type: "custom_tool_call", call_id: "a", name: "f" }] }, "input[0].input"],
    [{ input: [{ type: "reasoning", summary: [{}] }] }, "input[0].summary[0]"],
    [{ input: [{ type: "reasoning", encrypted_content: 1 }] }, "input[0].encrypted_content"],
    [{ input: [{ type: "no_item" }] }, "input[0].type"],
    [{ tools: {} }, "tools"],
    [{ tools: [{ type: "function" }] }, "tools[0].name"],
    [{ tools: [{ type: "function", name: "f", parameters: "x" }] }, "tools[0].parameters"],
    [{ tools: [{ type: "function", name: "f", strict: "x" }] }, "tools[0].strict"],
    [{ tools: [{ type: "namespace", name: "n" }] }, "tools[0].tools"],
    [{ tools: [{ type: "namespace", name: "n", tools: [{ type: "web_search" }] }] }, "tools[0].tools[0].type"],
    [{ tools: [{ type: "namespace", name: "n", tools: [{ type: "function" }] }] }, "tools[0].tools[0].name"],
    [{ tools: [{ type: "custom", name: "c", format: 1 }] }, "tools[0].format"],
    [{ tool_choice: "required" }, "tool_choice"],
    [{ tool_choice: { type: "function", name: "f" } }, "tool_choice"],
    [{ tool_choice: { type: "web_search" }, tools: [{ type: "function", name: "f" }] }, "tool_choice"],
    [
      { tool_choice: { type: "allowed_tools", mode: "auto", tools: [{ type: "function", name: "f" }] } },
      "tool_choice.tools",
    ],
    [{ text: { format: { type: "grammar" } } }, "text.format.type"],
    [{ text: { format: { type: "json_schema", schema: {} } } }, "text.format.name"],
    [{ text: { format: { type: "json_schema", name: "a" } } }, "text.format.schema"],
    [{ text: "x" }, "text"],
    [{ reasoning: { effort: 1 } }, "reasoning.effort"],
    [{ include: ["a", 1] }, "include"],
    [{ truncation: "some" }, "truncation"],
    [{ instructions: [] }, "instructions"],
    [{ model: "" }, "model"],
    [{ temperature: "1" }, "temperature"],
    [{ max_output_tokens: 0 }, "max_output_tokens"],
    [{ stream: "yes" }, "stream"],
  ])("%j is refused by its path", (body, param) => {
    expect(refused(body)[0]).toBe(param);
  });

  test("is refused with a whole sentence, whatever the body is", () => {
    for (const body of [null, 1, "x", [], [user]]) expect(refusal(body)[2]).toBe("The body must be a JSON object.");
    expect(refusal({ model: "m" })[2]).toBe("'input' must be a string or a list of items.");
    expect(refusal({ model: "m", input: [{ role: "tool", content: "x" }] })[2]).toBe(
      `'input[0].role' must be system, developer, user or assistant, not "tool".`,
    );
  });
});

describe("a request", () => {
  test("is read whole: instructions, every role, calls, outputs, settings", () => {
    const { request, stream, warnings } = read({
      stream: true,
      instructions: "Be brief.",
      input: [
        { type: "message", role: "developer", content: [{ type: "input_text", text: "D" }], id: "msg_1" },
        {
          role: "user",
          content: [
            { type: "input_text", text: "U" },
            { type: "input_image", image_url: "https://a.b/c" },
          ],
        },
        {
          type: "message",
          role: "assistant",
          status: "completed",
          id: "msg_2",
          content: [{ type: "output_text", text: "A", annotations: [], logprobs: [] }],
        },
        {
          type: "function_call",
          id: "fc_1",
          status: "completed",
          call_id: "functions.f:0",
          name: "f",
          arguments: "{}",
        },
        { type: "function_call_output", call_id: "functions.f:0", output: [{ type: "input_text", text: "R" }] },
      ],
      tools: [{ type: "function", name: "f", parameters: { type: "object" }, strict: false }],
      ...{ tool_choice: "required", parallel_tool_calls: false, max_output_tokens: 9, temperature: 0.5, top_p: 0.9 },
      ...{ reasoning: { effort: "low" }, text: { format: { type: "json_object" } } },
    });
    expect(warnings).toEqual([]);
    expect(stream).toBe(true);
    expect(request.messages).toMatchObject([
      { role: "system", parts: [{ text: "Be brief." }] },
      { role: "developer", parts: [{ text: "D" }] },
      { role: "user", parts: [{ text: "U" }, { kind: "image" }] },
      { role: "assistant", parts: [{ text: "A" }, { kind: "tool-call", id: "functions.f:0", argumentsText: "{}" }] },
      { role: "tool", toolCallId: "functions.f:0", parts: [{ text: "R" }] },
    ]);
    expect(request).toMatchObject({
      ...{
        toolChoice: { kind: "required" },
        parallelToolCalls: false,
        maxOutputTokens: 9,
        temperature: 0.5,
        topP: 0.9,
      },
      ...{ reasoning: { mode: "on", effort: "low" }, responseFormat: { kind: "json-object" }, extra: {} },
    });
  });

  test("says what of it is not carried, by the client's path", () => {
    const body = {
      ...{ truncation: "auto", max_tool_calls: 3, top_logprobs: 2, include: ["reasoning.encrypted_content", "x"] },
      ...{ stream_options: { include_obfuscation: true, other: 1 }, reasoning: { effort: "low", max_tokens: 5 } },
      ...{ text: { format: { type: "json_schema", name: "a", schema: {}, description: "d" } } },
      tools: [{ type: "function", name: "f", defer_loading: true }],
    };
    expect(warned(body)).toEqual([
      "not-carried tools[0].defer_loading",
      "truncation-read truncation",
      "not-carried max_tool_calls",
      "not-carried top_logprobs",
      "not-carried include[1]",
      "not-carried stream_options.include_obfuscation",
      "not-carried stream_options.other",
      "not-carried text.format.description",
      "not-carried reasoning.max_tokens",
    ]);
  });

  test("without a model is left to the router, and without a list of tools has none", () => {
    const result = readRequest({ input: "Hi", tools: null }, { allows: none });
    expect(result).toMatchObject({ request: { model: "auto", tools: null }, warnings: [{ id: "model-missing" }] });
    expect(read({ tools: [] }).request.tools).toEqual([]);
  });

  test("has half a character as U+FFFD, in arguments too", () => {
    const given = { type: "function_call", call_id: "a", name: "f", arguments: '{"a":"\\ud83d"}' };
    const { request, warnings } = read({ input: [{ role: "user", content: "\ud83d" }, given] });
    expect(request.messages).toMatchObject([
      { parts: [{ text: "\ufffd" }] },
      { parts: [{ argumentsText: '{"a":"\\ufffd"}' }] },
    ]);
    expect(warnings.map(({ field }) => field)).toEqual(["input[0].content", "input[1].arguments"]);
  });

  test("with items of tools that a service runs keeps them in their place", () => {
    const search = { type: "web_search_call", id: "ws_1", status: "completed" };
    const { request, warnings } = read({ input: [user, search, { role: "assistant", content: "A" }] });
    expect(request.messages[1]?.parts).toMatchObject([{ kind: "other", raw: search }, { text: "A" }]);
    expect(warnings.map(({ field }) => field)).toEqual(["input[1]"]);
  });

  test("gives an upstream of this API what only it has, and says so elsewhere", () => {
    const { own } = read({
      ...{ reasoning: { effort: "low", summary: "auto" }, text: { verbosity: "low" } },
      include: ["reasoning.encrypted_content"],
    });
    const to = (api: "responses-stream" | "messages") => own({ target: plainTarget({ api }), allows: none });
    expect(to("responses-stream")).toEqual({
      extra: {
        ...{ reasoning: { effort: "low", summary: "auto" }, text: { verbosity: "low" } },
        include: ["reasoning.encrypted_content"],
      },
      warnings: [],
    });
    expect(to("messages").extra).toEqual({});
    expect(to("messages").warnings.map(({ field }) => field)).toEqual(["reasoning.summary", "text.verbosity"]);
  });
});

describe("tools in a namespace", () => {
  const tools = [
    { type: "function", name: "agents__spawn" },
    {
      ...{ type: "namespace", name: "agents", description: "Helpers." },
      tools: [
        { type: "function", name: "spawn", description: "Spawns." },
        { type: "custom", name: "tell" },
      ],
    },
  ];
  const history = [
    user,
    { type: "function_call", call_id: "a", name: "spawn", namespace: "agents", arguments: "{}" },
    { type: "function_call_output", call_id: "a", output: "ok" },
  ];

  test("are offered by names of their own, with the description of the namespace", () => {
    expect(read({ tools }).request.tools?.map(({ name, description }) => [name, description])).toEqual([
      ["agents__spawn", null],
      ["agents__spawn_2", "Helpers.\n\nSpawns."],
      ["agents__tell", "Helpers."],
    ]);
  });

  test.each([
    ["Chat Completions", encodeChat, plainTarget({ api: "chat-completions" }), "tool_calls"],
    ["Converse", encodeConverse, plainTarget({ api: "converse", provider: "bedrock" }), "toolUse"],
    ["Messages", encodeMessages, plainTarget({ api: "messages", provider: "anthropic" }), "tool_use"],
    ["Responses", encodeResponses, plainTarget({ api: "responses" }), "function_call"],
  ])("reach %s: the tool and its call in the history have the same name", (_name, encode, target, call) => {
    const { request } = read({ tools, input: history, max_output_tokens: 9 });
    const encoded = encode(request, { target, policy: "repair" });
    const body = JSON.stringify(encoded.kind === "encoded" ? encoded.body : encoded);
    expect(body).toContain(call);
    expect(body.split('"agents__spawn_2"').length).toBe(3);
    expect(body).not.toContain('"namespace"');
  });

  test("are chosen by their own name, in their namespace first", () => {
    const chosen = (tool_choice: JsonValue) => {
      const { request } = read({ tools, tool_choice });
      return [request.toolChoice, request.tools?.map(({ name }) => name)];
    };
    const all = ["agents__spawn", "agents__spawn_2", "agents__tell"];
    const tool = (name: string) => ({ kind: "tool", name });
    expect(chosen({ type: "function", name: "spawn" })).toEqual([tool("agents__spawn_2"), all]);
    expect(chosen({ type: "custom", name: "tell" })).toEqual([tool("agents__tell"), all]);
    expect(chosen({ type: "function", name: "agents__spawn" })).toEqual([tool("agents__spawn"), all]);
    const allowed = { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "spawn" }] };
    expect(chosen(allowed)).toEqual([{ kind: "required" }, ["agents__spawn_2"]]);
  });

  test("may be gone from the list: a call in the history keeps both names", () => {
    const [, call] = read({ input: history }).request.messages;
    expect(call?.parts).toMatchObject([{ kind: "tool-call", name: "agents__spawn" }]);
  });
});

describe("custom tools", () => {
  const grammar = { type: "grammar", syntax: "lark", definition: "start: /x/" };
  const body = {
    tools: [{ type: "custom", name: "patch", description: "Patches.", format: grammar }],
    input: [
      user,
      { type: "custom_tool_call", call_id: "a", name: "patch", input: 'say "x"', status: "completed" },
      { type: "custom_tool_call_output", call_id: "a", output: "ok" },
    ],
  };

  test("are functions with one text, and so are their calls", () => {
    const { request, warnings } = read(body);
    expect(request.tools).toMatchObject([
      { name: "patch", description: "Patches.\n\nThe input must follow this lark grammar:\nstart: /x/" },
    ]);
    expect(request.tools?.[0]?.parameters).toMatchObject({ required: ["input"] });
    expect(request.messages.slice(1)).toMatchObject([
      { parts: [{ kind: "tool-call", id: "a", name: "patch", argumentsText: '{"input":"say \\"x\\""}' }] },
      { role: "tool", toolCallId: "a", parts: [{ text: "ok" }] },
    ]);
    expect(warnings.map(({ id }) => id)).toEqual(["custom-tool-as-function"]);
  });
});

describe("reasoning that comes back", () => {
  const sent = (item: JsonObject) => read({ input: [user, { type: "reasoning", id: "rs_1", summary: [], ...item }] });

  test("of another service stays the item that it was, without members that choose", () => {
    const { request, warnings } = sent({ encrypted_content: "gAAAA", provider: "x" });
    expect(request.messages[1]?.parts).toMatchObject([
      {
        kind: "reasoning",
        details: [{ type: "reasoning", id: "rs_1", encrypted_content: "gAAAA" }],
        field: "reasoning-item",
      },
    ]);
    expect(JSON.stringify(request.messages)).not.toContain("provider");
    expect(warnings.map(({ id, field }) => [id, field])).toEqual([["member-left-out", "input[1].provider"]]);
  });

  test("that was damaged is no reasoning of ours", () => {
    for (const encrypted of ["llm-parity.1.", "llm-parity.1.e30x!", "llm-parity.1.W10", "llm-parity.2.e30"])
      expect(sent({ encrypted_content: encrypted }).request.messages[1]?.parts).toMatchObject([
        { field: "reasoning-item" },
      ]);
  });
});
