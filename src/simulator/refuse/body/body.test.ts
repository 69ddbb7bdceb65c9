import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { anthropicBodyMistake } from "./anthropic-body.js";
import { chatBodyMistake } from "./chat-body.js";
import { converseBodyMistake } from "./converse-body.js";

const hi = { role: "user", content: "Hi" };
const tool = (name: JsonValue, parameters: JsonValue = { type: "object" }) => ({
  type: "function",
  function: { name, parameters },
});

describe("OpenAI's chat form", () => {
  const mistake = (members: JsonObject) => chatBodyMistake({ messages: [hi], ...members });
  test.each<[JsonObject, string]>([
    [{ messages: "Hi" }, "'messages': expected an array"],
    [{ messages: [] }, "too short - 'messages'"],
    [{ messages: [{ content: "Hi" }] }, "'messages[0].role'"],
    [{ messages: [{ ...hi, role: "robot" }] }, "'robot'"],
    [{ messages: [hi, { role: "tool", content: "x" }] }, "'tool_call_id'"],
    [
      {
        messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,%%" } }] }],
      },
      "Invalid base64",
    ],
    [{ temperature: "warm" }, "'temperature': expected a decimal"],
    [{ temperature: 2.1 }, "<= 2, but got 2.1"],
    [{ top_p: -0.1 }, ">= 0, but got -0.1"],
    [{ n: 1.5 }, "'n': expected an integer, but got a decimal number"],
    [{ n: 0 }, ">= 1"],
    [{ logprobs: 1 }, "'logprobs': expected a boolean"],
    [{ top_logprobs: 21 }, "<= 20"],
    [{ logit_bias: { 7: 101 } }, "'logit_bias[7]'"],
    [{ logit_bias: [] }, "'logit_bias': expected an object"],
    [{ tools: "a" }, "'tools': expected an array"],
    [{ tools: [{ type: "function" }] }, "'tools[0].function'"],
    [{ tools: [tool("get time")] }, "'tools[0].function.name'"],
    [{ tools: [tool("a", "none")] }, "'tools[0].function.parameters'"],
    [{ tools: [tool("a"), tool("a")] }, "more than once"],
    [{ tool_choice: "required" }, "only allowed when 'tools' are specified"],
    [
      { tools: [], tool_choice: { type: "function", function: { name: "a" } } },
      "only allowed when 'tools' are specified",
    ],
    [{ tools: [tool("a")], tool_choice: "sometimes" }, "'sometimes'"],
    [{ tool_choice: 1 }, "'tool_choice': expected one of"],
    [{ response_format: "json" }, "'response_format': expected an object"],
    [{ response_format: { type: "json_schema", json_schema: { name: "a", schema: { type: "array" } } } }, '"array"'],
  ])("refuses %j", (members, words) => {
    expect(mistake(members)).toContain(words);
  });

  test.each<JsonObject>([
    { temperature: 0, top_p: 1, n: 2, logprobs: true, top_logprobs: 0, seed: -1, logit_bias: { 7: -100 } },
    { temperature: null, tools: null, tool_choice: null, response_format: null },
    { tool_choice: "auto" },
    { tool_choice: "none", tools: [] },
    { tools: [tool("functions.get_time:0")], tool_choice: "required" },
    {
      messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,aGk=" } }] }],
    },
    { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://a.test/b.png" } }] }] },
    { response_format: { type: "json_schema", json_schema: { name: "a", schema: {}, strict: true } } },
  ])("takes %j", (members) => {
    expect(mistake(members)).toBeNull();
  });
});

describe("Converse", () => {
  const user = { role: "user", content: [{ text: "Hi" }] };
  const spec = (toolSpec: JsonObject) => ({ toolConfig: { tools: [{ toolSpec }] } });
  const mistake = (members: JsonObject) => converseBodyMistake({ messages: [user], ...members });
  test.each<[JsonObject, string]>([
    [{ messages: null }, "Value null at 'messages'"],
    [{ messages: "Hi" }, "messages"],
    [{ messages: [{ ...user, role: "tool" }] }, "Value 'tool' at 'messages.1.member.role'"],
    [
      { messages: [{ role: "user", content: [{ image: { format: "png", source: { bytes: "%%" } } }] }] },
      "image.source.bytes",
    ],
    [{ inferenceConfig: { temperature: "warm" } }, "inferenceConfig.temperature"],
    [{ toolConfig: "none" }, "toolConfig"],
    [{ toolConfig: { tools: "none" } }, "toolConfig.tools"],
    [{ toolConfig: { tools: [{ toolSpec: { name: "a" } }], toolChoice: { sometimes: {} } } }, "toolConfig.toolChoice"],
    [{ toolConfig: { tools: [{}] } }, "toolSpec"],
    [spec({ inputSchema: { json: {} } }), "toolSpec.name"],
    [spec({ name: "get time" }), "toolSpec.name"],
    [spec({ name: "a", inputSchema: { json: "none" } }), "inputSchema.json"],
    [{ toolConfig: { tools: [{ toolSpec: { name: "a" } }, { toolSpec: { name: "a" } }] } }, "already defined"],
  ])("refuses %j", (members, words) => {
    expect(mistake(members)).toContain(words);
  });

  test.each<JsonObject>([
    { inferenceConfig: { maxTokens: 9, temperature: 0.5, topP: 1 } },
    {
      toolConfig: {
        tools: [{ toolSpec: { name: "a", inputSchema: { json: {} } } }, { cachePoint: { type: "default" } }],
        toolChoice: { any: {} },
      },
    },
    { messages: [{ role: "user", content: [{ image: { format: "png", source: { bytes: "aGk=" } } }] }] },
  ])("takes %j", (members) => {
    expect(mistake(members)).toBeNull();
  });
});

describe("Anthropic's form", () => {
  const mistake = (members: JsonObject) => anthropicBodyMistake({ max_tokens: 9, messages: [hi], ...members });
  const use = { role: "assistant", content: [{ type: "tool_use", id: "a", name: "t", input: {} }] };
  const result = (members: JsonObject) => ({ role: "user", content: [{ type: "tool_result", ...members }] });
  test.each<[JsonObject, string]>([
    [{ messages: "Hi" }, "messages: Input should be a valid list"],
    [{ messages: [] }, "messages: at least one message"],
    [{ messages: [{ ...hi, role: "system" }] }, '"system"'],
    [{ messages: [hi, use, result({})] }, "tool_use_id: Field required"],
    [{ messages: [hi, use, result({ tool_use_id: "b" })] }, "unexpected `tool_use_id`"],
    [
      { messages: [{ role: "user", content: [{ type: "image", source: { type: "base64", data: "%%" } }] }] },
      "invalid base64",
    ],
    [{ temperature: "warm" }, "temperature: Input should be a valid number"],
    [{ temperature: 1.5 }, "less than or equal to 1"],
    [{ max_tokens: 0 }, "greater than or equal to 1"],
    [{ tools: "none" }, "tools: Input should be a valid list"],
    [{ tools: [{}] }, "tools.0.custom.name: Field required"],
    [{ tools: [{ name: "a b" }] }, "tools.0.custom.name"],
    [{ tools: [{ name: "a", input_schema: "none" }] }, "input_schema"],
    [{ tools: [{ name: "a" }, { name: "a" }] }, "unique"],
    [{ tool_choice: { type: "any" } }, "while providing tools"],
    [{ tools: [{ name: "a" }], tool_choice: { type: "sometimes" } }, "'sometimes'"],
  ])("refuses %j", (members, words) => {
    expect(mistake(members)).toContain(words);
  });

  test("takes calls with their results, tools with a choice, and images", () => {
    const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "aGk=" } };
    expect(mistake({ messages: [hi, use, result({ tool_use_id: "a" })] })).toBeNull();
    expect(mistake({ tools: [{ name: "a", input_schema: {} }], tool_choice: { type: "any" } })).toBeNull();
    expect(mistake({ messages: [{ role: "user", content: [image] }], temperature: 1, top_k: 0 })).toBeNull();
  });
});
