import { describe, expect, test } from "vitest";
import { clientPath } from "./client-words.js";

const body = {
  instructions: "Be brief.",
  input: [
    { role: "user", content: "Hi" },
    {
      role: "user",
      content: [
        { type: "input_text", text: "A" },
        { type: "input_file", file_data: "data:a;base64,AA", filename: "x" },
      ],
    },
    { type: "reasoning", id: "rs_1", summary: [] },
    {
      role: "assistant",
      content: [
        { type: "output_text", text: "B" },
        { type: "output_text", text: "C" },
      ],
    },
    { type: "function_call", call_id: "a", name: "f", arguments: "{}" },
    { type: "custom_tool_call", call_id: "b", name: "p", input: "x" },
    { type: "function_call_output", call_id: "a", output: [{ type: "input_text", text: "R" }] },
    { type: "custom_tool_call_output", call_id: "b", output: "ok" },
  ],
  tools: [
    { type: "web_search", external_web_access: false },
    { type: "namespace", name: "n", tools: [{ type: "function", name: "g", parameters: { type: "object" } }] },
    { type: "function", name: "f", parameters: { type: "object" } },
  ],
  tool_choice: { type: "function", name: "f" },
  max_output_tokens: 9,
  text: { format: { type: "json_schema", name: "a", schema: { type: "object" } } },
  reasoning: { effort: "low" },
};

describe("a path of a chat request is that of the client's item", () => {
  test.each([
    ["messages[0]", "instructions"],
    ["messages[0].parts[0]", "instructions"],
    ["messages[1].parts[0]", "input[0].content"],
    ["messages[2].parts", "input[1].content"],
    ["messages[2].parts[1]", "input[1].content[1]"],
    ["messages[2].parts[1].name", "input[1].content[1].filename"],
    ["messages[3]", "input[2]"],
    ["messages[3].parts[0]", "input[2]"],
    ["messages[3].parts[2]", "input[3].content[1]"],
    ["messages[3].parts[3].argumentsText", "input[4].arguments"],
    ["messages[3].parts[3].id", "input[4].call_id"],
    ["messages[3].parts[3].name", "input[4].name"],
    ["messages[3].parts[4].argumentsText", "input[5]"],
    ["messages[4].toolCallId", "input[6].call_id"],
    ["messages[4].parts[0]", "input[6].output[0]"],
    ["messages[5].parts[0]", "input[7].output"],
    ["messages[9].parts[0]", "input"],
    ["tools[0].name", "tools[1].tools[0].name"],
    ["tools[1].parameters.type", "tools[2].parameters.type"],
    ["tools", "tools"],
    ["toolChoice.name", "tool_choice.name"],
    ["maxOutputTokens", "max_output_tokens"],
    ["responseFormat.schema", "text.format.schema"],
    ["responseFormat.strict", "text.format"],
    ["reasoning.budgetTokens", "reasoning"],
    ["extra.reasoning", "reasoning"],
  ])("%s: %s", (field, path) => {
    expect(clientPath(field, body)).toBe(path);
  });

  test("or null where the client sent nothing of it", () => {
    expect(clientPath("topK", body)).toBeNull();
    expect(clientPath("stopSequences", body)).toBeNull();
  });

  test("and the usual name without a body", () => {
    expect(
      ["maxOutputTokens", "messages[1].parts[0]", "responseFormat", "tools[0].name"].map((field) =>
        clientPath(field, null),
      ),
    ).toEqual([...["max_output_tokens", "input", "text.format", "tools[0].name"]]);
  });

  test("with the tools that a choice leaves, and with a string as input", () => {
    const allowed = { type: "allowed_tools", mode: "auto", tools: [{ type: "function", name: "f" }] };
    expect(clientPath("tools[0].name", { ...body, tool_choice: allowed })).toBe("tools[2].name");
    expect(clientPath("messages[0].parts[0]", { input: "Hi" })).toBe("input");
  });
});
