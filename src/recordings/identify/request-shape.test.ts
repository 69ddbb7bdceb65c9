import { describe, expect, test } from "vitest";
import type { Message } from "../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import { offersTools, shapeOfRequest } from "./request-shape.js";

const says: Message = { role: "user", parts: [{ kind: "text", text: "Weather in SF?" }], name: null };
const calls: Message = {
  role: "assistant",
  parts: [{ kind: "tool-call", id: "1", name: "get_weather", argumentsText: "{}" }],
  name: null,
};
const answers: Message = { role: "assistant", parts: [{ kind: "text", text: "Sunny." }], name: null };
const result: Message = { role: "tool", toolCallId: "1", toolName: null, parts: [], status: null };
const tools = [{ name: "get_weather", description: null, parameters: null, strict: null }];
const schema = { kind: "json-schema", name: "a", schema: {}, strict: null } as const;

const request = (messages: readonly Message[], change: Partial<ChatRequest> = {}): ChatRequest => ({
  ...plainRequest("m", messages),
  ...change,
});

describe("a request's shape", () => {
  test.each([
    ["a question", request([says]), "basic-chat"],
    ["a question with an empty list of tools", request([says], { tools: [] }), "basic-chat"],
    ["a conversation without tools", request([says, answers, says]), "basic-chat"],
    ["a question with tools", request([says], { tools }), "tool-call"],
    ["a format", request([says], { responseFormat: schema }), "structured-output"],
    ["a format of plain text", request([says], { responseFormat: { kind: "text" } }), "basic-chat"],
    ["a format and tools", request([says], { tools, responseFormat: schema }), "structured-output"],
    ["one result", request([says, calls, result], { tools }), "response-after-tool"],
    ["one result and a format", request([says, calls, result], { responseFormat: schema }), "response-after-tool"],
    ["two results of one round", request([says, calls, result, result]), "response-after-tool"],
    ["a result and words in one turn of the user", request([says, calls, result, says]), "response-after-tool"],
    ["two rounds of results", request([says, calls, result, calls, result]), "multi-step"],
    ["a question after an answered result", request([says, calls, result, answers, says], { tools }), "tool-call"],
    [
      "a round after an earlier question",
      request([says, calls, result, answers, says, calls, result]),
      "response-after-tool",
    ],
    ["no message at all", request([]), "basic-chat"],
  ])("with %s", (_, asked, shape) => {
    expect(shapeOfRequest(asked, (asked.tools ?? []).length > 0)).toBe(shape);
  });
});

describe("a wire request offers tools", () => {
  test.each([
    ["functions", { tools: [{ type: "function", function: { name: "a" } }] }, true],
    ["tools of the service's own", { tools: [{ type: "openrouter:web_search" }] }, true],
    ["Converse tools", { toolConfig: { tools: [{ systemTool: { name: "nova_grounding" } }] } }, true],
    ["one tool in place of a list (Gemini)", { tools: { function_declarations: [{ name: "a" }] } }, true],
    ["an empty list", { tools: [] }, false],
    ["a choice without tools", { toolConfig: { toolChoice: { auto: {} } } }, false],
    ["nothing about them", {}, false],
  ])("with %s: %s → %s", (_, body, offered) => {
    expect(offersTools(body)).toBe(offered);
  });
});
