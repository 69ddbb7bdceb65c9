import { describe, expect, test } from "vitest";
import type { AskedApi } from "../../chat/api.js";
import type { JsonObject, JsonValue } from "../../chat/json.js";
import { profileOf, requestFor, send, simulatorOf } from "../simulated.fixture.js";
import { unknownQuestionText } from "./good-answer.js";

/** The scripted reply to this question calls `get_weather` with the city SF. */
const weather = "Weather in SF?";
const greeting = "What is 15 + 27?";
const schemaOf = (properties: JsonObject, required = Object.keys(properties)): JsonObject => ({
  type: "object",
  properties,
  required,
});
const search = { name: "search", schema: schemaOf({ query: { type: "string" } }) };
const clock = { name: "clock", schema: schemaOf({ zone: { enum: ["UTC", "CET"] } }) };
const forecast = { name: "get_weather", schema: schemaOf({ location: { type: "string" }, days: { type: "integer" } }) };
type Tool = { readonly name: string; readonly schema: JsonObject };

/** The calls and the text of a reply over OpenAI's API. */
async function asked(say: string, tools: readonly Tool[], choice?: JsonValue): Promise<JsonValue> {
  const body = {
    model: "m",
    messages: [{ role: "user", content: say }],
    tools: tools.map(({ name, schema }) => ({ type: "function", function: { name, parameters: schema } })),
    ...(choice === undefined ? {} : { tool_choice: choice }),
  };
  const { text } = await send({ path: "/v1/chat/completions", body });
  const { message } = JSON.parse(text).choices[0];
  const calls = (message.tool_calls ?? []).map((call: { function: { name: string; arguments: string } }) => [
    call.function.name,
    JSON.parse(call.function.arguments),
  ]);
  return calls.length === 0 ? message.content : calls;
}

describe("a scripted call", () => {
  test("of a tool that is not declared becomes one of a declared tool, with the scripted words", async () => {
    expect(await asked(weather, [search, clock])).toEqual([["search", { query: "SF" }]]);
    expect(await asked(weather, [clock])).toEqual([["clock", { zone: "UTC" }]]);
  });

  test("of a declared tool with another schema has arguments that fit it", async () => {
    expect(await asked(weather, [search, forecast])).toEqual([["get_weather", { location: "SF", days: 1 }]]);
  });

  test("is text where no tool is declared, or none can be called", async () => {
    expect(await asked(weather, [])).toBe(unknownQuestionText);
    const impossible = { name: "never", schema: schemaOf({ x: { type: "string", pattern: "^(?=b)c$" } }) };
    expect(await asked(weather, [impossible])).toBe(unknownQuestionText);
    expect(await asked(weather, [impossible, clock])).toEqual([["clock", { zone: "UTC" }]]);
  });
});

describe("tool_choice", () => {
  test.each([
    ["none", unknownQuestionText],
    [{ type: "none" }, unknownQuestionText],
    ["auto", [["search", { query: "SF" }]]],
    ["required", [["search", { query: "SF" }]]],
    ["any", [["search", { query: "SF" }]]],
    [{ type: "function", function: { name: "clock" } }, [["clock", { zone: "UTC" }]]],
    [{ type: "allowed_tools", allowed_tools: { mode: "required", tools: [] } }, [["search", { query: "SF" }]]],
  ])("%j where the script calls", async (choice, expected) => {
    expect(await asked(weather, [search, clock], choice)).toEqual(expected);
  });

  test.each([
    ["none", "The answer is 42."],
    ["auto", "The answer is 42."],
    ["required", [["search", { query: "example" }]]],
    [{ type: "required" }, [["search", { query: "example" }]]],
    [{ type: "function", function: { name: "clock" } }, [["clock", { zone: "UTC" }]]],
  ])("%j where the script answers", async (choice, expected) => {
    expect(await asked(greeting, [search, clock], choice)).toEqual(expected);
  });

  const tools = [{ toolSpec: { name: "search", inputSchema: { json: search.schema } } }];
  test.each([
    [{ auto: {} }, "The answer is 42."],
    [{ any: {} }, { query: "example" }],
    [{ tool: { name: "search" } }, { query: "example" }],
  ])("%j of Converse", async (toolChoice, expected) => {
    const body = { messages: [{ role: "user", content: [{ text: greeting }] }], toolConfig: { tools, toolChoice } };
    const { content } = JSON.parse((await send({ path: "/model/m/converse", body })).text).output.message;
    expect(content[0].toolUse?.input ?? content[0].text).toEqual(expected);
  });

  test.each([
    [{ type: "auto" }, "The answer is 42."],
    [{ type: "any" }, { query: "example" }],
    [{ type: "tool", name: "search" }, { query: "example" }],
    [{ type: "none" }, "The answer is 42."],
  ])("%j of Anthropic", async (tool_choice, expected) => {
    const tools = [{ name: "search", input_schema: search.schema }];
    const messages = [{ role: "user", content: greeting }];
    const body = { anthropic_version: "bedrock-2023-05-31", max_tokens: 100, messages, tools, tool_choice };
    const { content } = JSON.parse((await send({ path: "/model/m/invoke", body })).text);
    expect(content[0].input ?? content[0].text).toEqual(expected);
  });
});

test("Cohere's definitions of parameters are a schema", async () => {
  const parameter_definitions = { query: { type: "str", required: true }, limit: { type: "int", required: true } };
  const body = { message: weather, tools: [{ name: "search", description: "d", parameter_definitions }] };
  const heard = await send({ path: "/model/m/invoke", body }, simulatorOf(profileOf({ family: "cohere" })));
  expect(JSON.parse(heard.text).tool_calls).toEqual([{ name: "search", parameters: { query: "SF", limit: 1 } }]);
});

test.each(["chat-completions", "converse", "invoke-model"] as readonly AskedApi[])(
  "%s: the scripted call of a declared tool is unchanged",
  async (api) => {
    const { text } = await send(requestFor(api, "call"));
    expect(text).toMatch(/get_weather/);
    expect(text).toMatch(/\{\\?"city\\?":\\?"SF\\?"\}/);
  },
);
