import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../chat/json.js";
import { decodeRequest } from "../decode-request.js";
import { messagePlaces } from "./client-words/message-places.js";
import { clientPath } from "./client-words.js";

const cached = { cache_control: { type: "ephemeral" } };
const body: JsonObject = {
  ...{ model: "m", max_tokens: 5, stop_sequences: ["X"], tools: [{ name: "f", input_schema: {} }] },
  tool_choice: { type: "auto", disable_parallel_tool_use: true },
  thinking: { type: "enabled", budget_tokens: 2 },
  output_config: { effort: "high", format: {} },
  system: [
    { type: "text", text: "a", ...cached },
    { type: "text", text: "b" },
  ],
  messages: [
    { role: "user", content: "Hi" },
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "hm", signature: "s" },
        { type: "tool_use", id: "a", name: "f", input: {} },
        { type: "tool_use", id: "b", name: "f", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "text", text: "first" },
        { type: "tool_result", tool_use_id: "a", content: [{ type: "text", text: "1" }], is_error: true },
        { type: "tool_result", tool_use_id: "b", content: "2", ...cached },
        { type: "text", text: "last" },
      ],
    },
    { role: "system", content: "now" },
  ],
};

describe("a path of ours is the client's", () => {
  test.each([
    ["maxOutputTokens", "max_tokens"],
    ["stopSequences[0]", "stop_sequences[0]"],
    ["toolChoice", "tool_choice"],
    ["toolChoice.name", "tool_choice"],
    ["parallelToolCalls", "tool_choice.disable_parallel_tool_use"],
    ["reasoning", "thinking"],
    ["reasoning.budgetTokens", "thinking.budget_tokens"],
    ["reasoning.effort", "output_config.effort"],
    ["responseFormat", "output_config.format"],
    ["responseFormat.strict", "output_config.format"],
    ["tools[0].parameters", "tools[0].input_schema"],
    ["tools[0].name", "tools[0].name"],
    ["extra.model", "model"],
    ["messages[0].parts[1]", "system[0].cache_control"],
    ["messages[0].parts[2]", "system[1]"],
    ["messages[1].parts[0]", "messages[0].content"],
    ["messages[2]", "messages[1]"],
    ["messages[2].parts[0].signature", "messages[1].content[0].signature"],
    ["messages[2].parts[1].argumentsText", "messages[1].content[1].input"],
    ["messages[2].parts[2].id", "messages[1].content[2].id"],
    ["messages[3].toolCallId", "messages[2].content[1].tool_use_id"],
    ["messages[3].status", "messages[2].content[1].is_error"],
    ["messages[3].parts[0]", "messages[2].content[1].content[0]"],
    ["messages[4].parts[0]", "messages[2].content[2].content"],
    ["messages[4].parts[1]", "messages[2].content[2].cache_control"],
    ["messages[5].parts[0]", "messages[2].content[0]"],
    ["messages[5].parts[1]", "messages[2].content[3]"],
    ["messages[6].parts[0]", "messages[3].content"],
    ["messages[1].content[0].text", "messages[1].content[0]"],
    ["max_tokens", "max_tokens"],
  ])("%s is %s", (ours, client) => {
    expect(clientPath(ours, body)).toBe(client);
  });

  test("what the client did not write has no path, and without a body the usual names stand", () => {
    expect(clientPath("temperature", body)).toBeNull();
    expect(clientPath("topK", body)).toBeNull();
    expect(clientPath("topK", null)).toBe("top_k");
    expect(clientPath("reasoning.budgetTokens", null)).toBe("thinking.budget_tokens");
    expect(clientPath("messages[2].parts[1].argumentsText", null)).toBe("messages[2]");
  });
});

const block = (type: string, more: JsonObject = {}) =>
  fc.boolean().map((isCached): JsonObject => ({ type, text: "t", ...more, ...(isCached ? cached : {}) }));
const userBlock = fc.oneof(
  block("text"),
  block("tool_result", { tool_use_id: "a", content: "r" }),
  block("tool_result", { tool_use_id: "a", content: [{ type: "text", text: "r", ...cached }] }),
  block("tool_result", { tool_use_id: "a" }),
  block("image", { source: { type: "url", url: "https://x.test" } }),
);
const modelBlock = fc.oneof(
  block("text"),
  block("thinking", { thinking: "t" }),
  block("tool_use", { id: "a", name: "f", input: {} }),
  block("server_tool_use", { id: "a" }),
);
const message = fc.oneof(
  fc.array(userBlock, { maxLength: 4 }).map((content) => ({ role: "user", content })),
  fc.array(modelBlock, { maxLength: 4 }).map((content) => ({ role: "assistant", content })),
  fc.array(block("text"), { maxLength: 2 }).map((content) => ({ role: "system", content })),
  fc.constantFrom("user", "assistant", "system").map((role) => ({ role, content: "plain" })),
);

test("every decoded message and part of any body has a place of its own in it", () => {
  const bodies = fc.record({
    messages: fc.array(message, { maxLength: 4 }),
    system: fc.oneof(fc.constant("s"), fc.array(block("text"), { maxLength: 2 })),
  });
  fc.assert(
    fc.property(bodies, (given) => {
      const { request } = decodeRequest({ method: "POST", url: "", headers: [], body: null }, given);
      const places = messagePlaces(given);
      expect(places.map(({ parts }) => parts.length)).toEqual(request.messages.map(({ parts }) => parts.length));
      const all = places.flatMap(({ parts }) => parts);
      expect(new Set(all).size).toBe(all.length);
    }),
  );
});
