import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../chat/json.js";
import { includesUsage, readServerRequest } from "../read-request.js";
import { shown } from "./refusal.js";

const hello = { role: "user", content: "Hi" };
const tool = { type: "function", function: { name: "f" } };
const call = { id: "a", type: "function", function: { name: "f", arguments: "{}" } };

/** What a request is refused for; null: it is not. */
function paramOf(over: JsonObject): string | null {
  const read = readServerRequest({ model: "m", messages: [hello], ...over });
  return read.kind === "refused" ? (read.error.param ?? "the body") : null;
}
function read(over: JsonObject) {
  const served = readServerRequest({ model: "m", messages: [hello], ...over });
  if (served.kind === "refused") throw new Error(served.error.message);
  return served;
}
const message = (change: JsonObject) => paramOf({ messages: [{ role: "assistant", content: "x", ...change }] });
const part = (content: JsonObject) => paramOf({ messages: [{ role: "user", content: [content] }] });
const file = (change: JsonObject) => part({ type: "file", file: change });
const data = "data:application/pdf;base64,AA==";

describe("settings", () => {
  test.each([
    ["model", ["m", "x".repeat(256), " m "], ["", "  ", "x".repeat(257), "a\u0000b", "a\u007fb", 7]],
    ["temperature", [0, 2.5, -1], ["1", true, []]],
    ["top_p", [0.5], ["1"]],
    ["top_k", [1, 0, -1], [1.5, "1"]],
    ["seed", [0], [0.5, 2 ** 53]],
    ["presence_penalty", [-0.5], ["0"]],
    ["frequency_penalty", [0.5], ["0"]],
    ["max_tokens", [1, 2], [0, -1, 1.5, "1"]],
    ["max_completion_tokens", [1], [0, 1.5]],
    ["stop", ["x", "", [], ["x", "y"]], [["x", 1], [1], 1, {}]],
    ["stream", [true, false], ["true", 0]],
    ["stream_options", [{}], [true, []]],
    ["parallel_tool_calls", [true], ["true"]],
    ["tools", [[]], [{}, "f"]],
    ["tool_choice", ["auto", "none", "AUTO", {}], [1, ["auto"], "sometimes"]],
    ["response_format", [{ type: "text" }, { type: "own-type" }], ["json", []]],
    ["reasoning", [{}], ["high", []]],
    ["thinking", [{ type: "enabled" }], ["on", []]],
    ["reasoning_effort", ["high"], [1, {}]],
  ])("%s is taken as %j, and refused as %j", (name, taken, refused) => {
    for (const value of [...taken, null]) expect(paramOf({ [name]: value })).toBeNull();
    for (const value of refused) expect(paramOf({ [name]: value })).toBe(name);
  });

  test.each([
    [{ temperature: "1" }, "'temperature' must be a number."],
    [{ seed: 0.5 }, "'seed' must be a whole number."],
    [{ max_tokens: 0 }, "'max_tokens' must be a whole number of at least 1."],
    [{ stream: 1 }, "'stream' must be true or false."],
    [{ reasoning_effort: 1 }, "'reasoning_effort' must be a string."],
    [{ reasoning: 1 }, "'reasoning' must be an object."],
    [{ tools: 1 }, "'tools' must be a list."],
    [{ model: 1 }, "'model' must be a name of 1 to 256 characters."],
    [{ logprobs: 5 }, "'logprobs' must be true or false."],
    [{ top_logprobs: "2" }, "'top_logprobs' must be a whole number."],
    [{ stop: 1 }, "'stop' must be a string or a list of strings."],
    [{ tool_choice: 1 }, `'tool_choice' must be "auto", "none", "required" or an object that names a function.`],
    [
      { tool_choice: { type: "web_search" } },
      `'tool_choice' must be "auto", "none", "required" or {"type": "function", "function": {"name": …}}.`,
    ],
    [{ tool_choice: "required" }, "'tool_choice' requires a call, but there are no tools."],
    [{ tools: [tool], tool_choice: "f" }, null],
  ])("%j is told what it must be", (over, said) => {
    const served = readServerRequest({ model: "m", messages: [hello], ...over });
    if (said !== null) expect(served).toMatchObject({ error: { message: said } });
    else expect(served.kind).toBe("refused");
  });

  test("null says nothing also in an option, and for the legacy form", () => {
    expect(read({ stream_options: { include_usage: null } }).warnings).toEqual([]);
    expect(paramOf({ functions: null, function_call: null, n: null })).toBeNull();
    expect(paramOf({ n: 1 })).toBeNull();
  });

  test("usage in a stream is included only where that is asked for", () => {
    const asked = (stream_options: JsonObject | null) => includesUsage({ stream: true, stream_options });
    expect([asked({ include_usage: true }), asked({ include_usage: false }), asked({}), asked(null)]).toEqual([
      ...[true, false, false, false],
    ]);
    expect(includesUsage({})).toBe(false);
  });

  test("a member of ours without a word goes on as it is, also as null; the server's own never", () => {
    const { request } = read({ user: null, own: undefined as never, stream: true, n: 1, stream_options: {} });
    expect(request.extra).toEqual({ user: null });
  });

  test("each warning says why", () => {
    const long = "x".repeat(101);
    const { warnings } = read({
      ...{ max_tokens: 1, max_completion_tokens: 2 },
      stream_options: { include_usage: true, [long]: 1 },
    });
    expect(warnings).toEqual([
      { id: "limit-twice", field: "max_tokens", message: "max_completion_tokens is used instead" },
      {
        ...{ id: "not-carried", field: `stream_options.${"x".repeat(100)}` },
        message: "not an option of this server",
      },
    ]);
    expect(read({ model: null }).warnings).toEqual([
      { id: "model-missing", field: "model", message: 'the request names no model: read as "auto"' },
    ]);
    expect(read({ max_completion_tokens: 2 }).request.maxOutputTokens).toBe(2);
  });
});

describe("messages", () => {
  const list = (count: number) => paramOf({ messages: Array(count).fill(hello) });

  test("are one to ten thousand", () => {
    expect([list(0), list(1), list(10_000), list(10_001)]).toEqual(["messages", null, null, "messages"]);
  });

  test.each([
    ["system", true],
    ["developer", true],
    ["user", true],
    ["assistant", false],
    ["tool", false],
  ])("of the role %s must say something: %s", (role, required) => {
    const own = role === "tool" ? { tool_call_id: "a" } : {};
    const param = (content: JsonObject) => paramOf({ messages: [{ role, ...own, ...content }] });
    for (const content of [{}, { content: null }, { content: [] }]) {
      expect(param(content)).toBe(required ? "messages[0].content" : null);
    }
    expect(param({ content: "" })).toBeNull();
    expect(param({ content: [{ type: "text", text: "" }] })).toBeNull();
  });

  test.each([
    ["system", ["text"]],
    ["developer", ["text"]],
    ["user", ["text", "image_url", "file"]],
    ["assistant", ["text"]],
    ["tool", ["text", "image_url", "file"]],
  ])("of the role %s are carried as %j, and else refused by that role's name", (role, types) => {
    const parts = [
      { type: "text", text: "x" },
      { type: "image_url", image_url: { url: "HTTPS://h/i.png" } },
      { type: "file", file: { file_data: data } },
    ];
    const taken = parts.filter((one) => paramOf({ messages: [{ role, tool_call_id: "a", content: [one] }] }) === null);
    expect(taken.map(({ type }) => type)).toEqual(types);
    const served = readServerRequest({ messages: [{ role, tool_call_id: "a", content: [{ type: "video" }] }] });
    expect(served).toMatchObject({
      error: {
        ...{ param: "messages[0].content[0].type", code: "unsupported_value" },
        message: `'messages[0].content[0].type' is "video": the content of a message with the role ${role} can be ${types.join(", ")}.`,
      },
    });
  });

  test.each([
    [{}, "messages[0].content[0].file.file_data"],
    [{ file_data: data }, null],
    [{ file_data: data, file_id: "file-1" }, null],
    [{ file_data: null, file_id: "file-1" }, "messages[0].content[0].file.file_data"],
    [{ file_id: "file-1" }, "messages[0].content[0].file.file_id"],
    [{ file_data: "AA==" }, "messages[0].content[0].file.file_data"],
    [{ file_data: 7 }, "messages[0].content[0].file.file_data"],
    [{ file_data: ["https://h/a"] }, "messages[0].content[0].file.file_data"],
    [{ file_data: data, filename: "a.pdf" }, null],
    [{ file_data: data, filename: null }, null],
    [{ file_data: data, filename: 7 }, "messages[0].content[0].file.filename"],
  ])("a file %j is refused for %j", (own, param) => {
    expect(file(own)).toBe(param);
  });

  test("a file is an object", () => {
    expect(part({ type: "file", file: data })).toBe("messages[0].content[0].file");
    expect(part({ type: "file" })).toBe("messages[0].content[0].file");
  });

  test.each([
    "xdata:image/png;base64,AA==",
    "see https://h/a",
    "\nhttps://h/a",
    "data:image/png;charset=x;base64,AA==",
  ])("an image at %j is none", (url) => {
    expect(part({ type: "image_url", image_url: { url } })).toBe("messages[0].content[0].image_url.url");
  });

  test.each(["refusal", "reasoning", "reasoning_content", "name"])("%s is a text or nothing", (name) => {
    expect([message({ [name]: "x" }), message({ [name]: null }), message({ [name]: {} })]).toEqual([
      ...[null, null, `messages[0].${name}`],
    ]);
  });

  test("what only an assistant says is not looked at elsewhere, and null says nothing", () => {
    expect(paramOf({ messages: [{ ...hello, tool_calls: "x", refusal: 7 }] })).toBeNull();
    expect(message({ function_call: null, tool_calls: null, reasoning_details: null })).toBeNull();
  });

  test("calls are objects with an id and a name that say something", () => {
    const param = (one: unknown) => message({ tool_calls: [call, one as JsonObject] });
    const at = "messages[0].tool_calls[1]";
    expect(param(call)).toBeNull();
    expect(param("f")).toBe(at);
    expect(param({ ...call, type: null })).toBeNull();
    expect(param({ ...call, id: " " })).toBe(`${at}.id`);
    expect(param({ ...call, function: { name: " " } })).toBe(`${at}.function.name`);
    expect(param({ ...call, function: { name: "f", arguments: null } })).toBeNull();
    expect(param({ ...call, function: { name: "f" } })).toBeNull();
    expect(param({ ...call, function: { name: "f", arguments: [] } })).toBe(`${at}.function.arguments`);
    const asObject = [{ ...call, function: { name: "f", arguments: { a: 1 } } }];
    expect(read({ messages: [{ role: "assistant", tool_calls: asObject }] }).warnings).toEqual([
      {
        ...{ id: "arguments-not-text", field: "messages[0].tool_calls[0].function.arguments" },
        message: "an object is read as its JSON text",
      },
    ]);
  });

  test("a role that is none is told with those that are", () => {
    const said = (role: unknown) => readServerRequest({ messages: [{ role, content: "x" }] });
    expect(said("robot")).toMatchObject({
      error: { message: `'messages[0].role' must be system, developer, user, assistant or tool, not "robot".` },
    });
    expect(said("function")).toMatchObject({
      error: { message: expect.stringContaining(`the legacy role "function", which is not supported`) },
    });
  });
});

describe("tools", () => {
  const own = (change: JsonObject) => paramOf({ tools: [{ type: "function", function: { name: "f", ...change } }] });
  const at = "tools[0].function";

  test.each([
    [{ name: " " }, `${at}.name`],
    [{ name: 7 }, `${at}.name`],
    [{ description: 7 }, `${at}.description`],
    [{ description: null, parameters: null, strict: null }, null],
    [{ description: "", parameters: {}, strict: false }, null],
    [{ parameters: [] }, `${at}.parameters`],
    [{ strict: "true" }, `${at}.strict`],
  ])("with %j are refused for %j", (change, param) => {
    expect(own(change)).toBe(param);
  });

  test("a member that says something and is not carried is a warning, null is none", () => {
    const long = "y".repeat(101);
    const other = { type: "function", function: { name: "f", cache: null, [long]: 1 }, cache: null, defer: true };
    expect(read({ tools: [tool, other] }).warnings).toEqual([
      {
        ...{ id: "not-carried", field: `tools[1].function.${"y".repeat(100)}` },
        message: "a member that not every provider supports",
      },
      { id: "not-carried", field: "tools[1].defer", message: "a member that not every provider supports" },
    ]);
  });

  test.each([
    ["auto", [], null],
    ["none", [], null],
    ["required", [], "tool_choice"],
    ["required", [tool], null],
    [{ type: "function", function: { name: "f" } }, [tool], null],
    [{ type: "function", function: { name: "f" } }, [], "tool_choice"],
    [{ type: "custom", function: { name: "f" } }, [tool], "tool_choice"],
    [{ function: { name: "f" } }, [tool], null],
    [{ type: "function", function: "f" }, [tool], null],
    [{ type: "function", function: { name: 7 } }, [tool], "tool_choice"],
    [{ type: "function" }, [tool], null],
    ["f", [tool], "tool_choice"],
  ])("the choice %j among %j is refused for %j", (tool_choice, tools, param) => {
    expect(paramOf({ tool_choice, tools })).toBe(param);
  });

  test("a schema is kept with its strictness, and must be one", () => {
    const format = (change: JsonObject) => ({
      response_format: { type: "json_schema", json_schema: { name: "n", schema: { type: "object" }, ...change } },
    });
    expect(read(format({ strict: true })).request.responseFormat).toMatchObject({ name: "n", strict: true });
    expect(read(format({ strict: null })).request.responseFormat).toMatchObject({ strict: null });
    const at = "response_format.json_schema";
    expect(paramOf(format({ strict: "yes" }))).toBe(`${at}.strict`);
    expect(paramOf(format({ name: " " }))).toBe(`${at}.name`);
    expect(read(format({ own: 1 })).warnings).toMatchObject([{ field: `${at}.own` }]);
  });
});

test.each([
  ...["api_base", "api_base_url", "api_endpoint", "api_key", "api_key_env", "api_keys", "api_type", "api_version"],
  ...["auth_mode", "authorization", "base_url", "bearer_token", "chat_path", "custom_llm_provider"],
  ...["default_headers", "deployment_id", "endpoint", "endpoint_url", "extra_headers", "headers", "model_list"],
  ...["provider_type", "proxy", "region_name", "user_config", "aws_x", "azure_x", "vertex_x", "litellm_x"],
  ...["openai_api_base", "portkey-config", "x-portkey-virtual-key", "API-KEY", "api.key"],
])("%s chooses whom to ask, and is refused", (name) => {
  expect(paramOf({ [name]: null })).toBe(name);
});

test.each(["api", "key", "region", "model_lists", "myaws", "proxy_tier", "user"])(
  "%s is no name of it, and left to the model's entry",
  (name) => {
    expect(read({ [name]: "x" }).request.extra).toEqual({ [name]: "x" });
  },
);

test("a long name that is refused is told at most by a hundred characters", () => {
  const served = readServerRequest({ messages: [hello], [`aws_${"x".repeat(97)}`]: 1 });
  const short = `aws_${"x".repeat(96)}`;
  expect(served).toMatchObject({ error: { param: short, message: expect.stringContaining(`'${short}' cannot`) } });
});

test.each([
  [undefined, "nothing"],
  ["x".repeat(58), `"${"x".repeat(58)}"`],
  ["x".repeat(59), `"${"x".repeat(59)}…`],
  [{ a: 1 }, '{"a":1}'],
])("%j is shown as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("a fault of ours is no refusal of the client's", () => {
  const body = {
    get messages(): never {
      throw new RangeError("a fault");
    },
  };
  expect(() => readServerRequest(body)).toThrow(RangeError);
});
