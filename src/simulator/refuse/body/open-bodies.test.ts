import { expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { messagesMistake } from "./messages-body.js";
import { responsesMistake } from "./responses-body.js";

const call = { type: "function_call", call_id: "c1", name: "f", arguments: "{}" };
const output = { type: "function_call_output", call_id: "c1", output: "1" };
const reasoning = { type: "reasoning", id: "rs_1", summary: [] };
const inputOf = (...input: readonly JsonValue[]): JsonObject => ({
  input: [{ role: "user", content: "hi" }, ...input],
});

test.each([
  [{ input: "hi" }],
  [{ input: "hi", tool_choice: "auto" }],
  [inputOf(reasoning, call, output)],
  [inputOf(reasoning, { type: "message", role: "assistant", content: [{ type: "output_text", text: "x" }] })],
  [inputOf({ type: "web_search_call", id: "ws_1" })],
] as readonly (readonly [JsonObject])[])("Responses accepts %j", (body) => {
  expect(responsesMistake({ model: "m", ...body })).toBeNull();
});

test.each([
  [{}, "Missing required parameter: 'input'."],
  [
    { input: 5 },
    "Invalid type for 'input': expected one of an array of objects or string, but got an integer instead.",
  ],
  [{ input: "hi", stop: ["x"] }, "Unknown parameter: 'stop'."],
  [
    { input: "hi", temperature: 3 },
    "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
  ],
  [
    { input: "hi", max_output_tokens: 0 },
    "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
  ],
  [{ input: "hi", previous_response_id: "resp_1" }, "Previous response with id 'resp_1' not found."],
  [{ input: "hi", background: true }, "Unsupported parameter: 'background': the simulator keeps nothing."],
  [inputOf({ type: "item_reference", id: "msg_1" }), "Item with id 'msg_1' not found."],
  [inputOf(call), "No tool output found for function call c1."],
  [inputOf(output), "No tool call found for function call output with call_id c1."],
  [inputOf(call, output, output), "No tool call found for function call output with call_id c1."],
  [inputOf(reasoning), "Item 'rs_1' of type 'reasoning' was provided without its required following item."],
  [
    inputOf(reasoning, { role: "user", content: "x" }),
    "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
  ],
  [
    inputOf({ ...call, arguments: {} }, output),
    "Invalid type for 'input[1].arguments': expected a string, but got an object instead.",
  ],
  [
    { input: "hi", tools: [{ type: "function", function: { name: "f" } }] },
    "Missing required parameter: 'tools[0].name'.",
  ],
  [
    { input: "hi", text: { format: { type: "json_schema", name: "a" } } },
    "Missing required parameter: 'text.format.schema'.",
  ],
] as readonly (readonly [JsonObject, string])[])("Responses refuses %j", (body, message) => {
  expect(responsesMistake({ model: "m", ...body })?.message).toBe(message);
});

const rules = { noPrefill: false, signed: true, plainIds: true };
const use = { type: "tool_use", id: "toolu_1", name: "f", input: {} };
const result = { type: "tool_result", tool_use_id: "toolu_1", content: "1" };
const said = { type: "text", text: "hi" };
const messagesOf = (...contents: readonly JsonValue[]): JsonObject => ({
  messages: [
    { role: "user", content: "hi" },
    ...contents.map((content, at) => ({ role: at % 2 === 0 ? "assistant" : "user", content })),
  ],
});
const unanswered = (at: number, id: string) =>
  `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${id}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;

test.each([
  [messagesOf()],
  [messagesOf([use], [result, said])],
  [messagesOf([{ type: "thinking", thinking: "x", signature: "s" }, use], [result])],
  [
    {
      messages: [
        { role: "user", content: "hi" },
        { role: "system", content: "Be brief." },
      ],
    },
  ],
  [messagesOf("Well")],
] as readonly (readonly [JsonObject])[])("Messages accepts %j", (body) => {
  expect(messagesMistake({ model: "m", max_tokens: 9, ...body }, rules)).toBeNull();
});

test.each([
  [{ ...messagesOf(), max_tokens: null }, "max_tokens: Field required"],
  [{ max_tokens: 9 }, "messages: Field required"],
  [{ ...messagesOf(), temperature: 1.5 }, "temperature: range: 0..1"],
  [{ ...messagesOf(), seed: 1 }, "seed: Extra inputs are not permitted"],
  [messagesOf([use], [said, result]), unanswered(1, "toolu_1")],
  [messagesOf([use], [said]), unanswered(1, "toolu_1")],
  [
    messagesOf([use], [result, result]),
    "messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: toolu_1",
  ],
  [
    messagesOf([said], [result]),
    "messages.2.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1",
  ],
  [messagesOf([{ type: "thinking", thinking: "x" }]), "messages.1.content.0.thinking.signature: Field required"],
  [
    messagesOf([{ ...use, id: "functions.f:0" }]),
    "messages.1.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'",
  ],
  [messagesOf([{ ...use, input: "{}" }]), "messages.1.content.0.tool_use.input: Input should be a valid dictionary"],
  [messagesOf([{ type: "text", text: "" }]), "messages: text content blocks must be non-empty"],
] as readonly (readonly [JsonObject, string])[])("Messages refuses %j", (body, message) => {
  expect(messagesMistake({ model: "m", max_tokens: 9, ...body }, rules)).toBe(message);
});

test("Messages refuses a prefill where the model takes none, and takes unsigned reasoning and other ids where the service writes them", () => {
  const body = { model: "m", max_tokens: 9, ...messagesOf("Well") };
  expect(messagesMistake(body, { ...rules, noPrefill: true })).toMatch(
    /^This model does not support assistant message prefill/,
  );
  const odd = messagesOf(
    [
      { type: "thinking", thinking: "x" },
      { ...use, id: "functions.f:0" },
    ],
    [{ ...result, tool_use_id: "functions.f:0" }],
  );
  expect(
    messagesMistake({ model: "m", max_tokens: 9, ...odd }, { ...rules, signed: false, plainIds: false }),
  ).toBeNull();
});
