import { expect, test } from "vitest";
import type { JsonValue } from "../../../chat/json.js";
import { openScreen } from "./asked.js";
import { createInvokeReader } from "./read-invoke.js";

function shown(chunks: readonly JsonValue[]) {
  const { screen, shown: seen } = openScreen();
  const reader = createInvokeReader(screen);
  for (const chunk of chunks) reader.read(chunk);
  reader.close();
  const { text, reasoning, calls, finish, outputTokens } = seen;
  return [text, reasoning, calls.map(({ name, arguments: args }) => `${name}(${args})`).join(), finish, outputTokens];
}

const tool = { type: "tool_use", id: "toolu_1", name: "get_weather" };

test.each<[string, readonly JsonValue[], readonly unknown[]]>([
  [
    "Anthropic's stream",
    [
      { type: "message_start", message: { usage: { output_tokens: 1 } } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Let me" } },
      { type: "content_block_delta", index: 1, delta: { type: "thinking_delta", thinking: "Hm." } },
      { type: "content_block_start", index: 2, content_block: { ...tool, input: {} } },
      { type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: '{"city":' } },
      { type: "content_block_delta", index: 2, delta: { type: "input_json_delta", partial_json: '"SF"}' } },
      { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 9 } },
      { type: "message_stop" },
    ],
    ["Let me", "Hm.", 'get_weather({"city":"SF"})', "tool_use", 9],
  ],
  [
    "Anthropic's stream that stops before its last event",
    [{ type: "message_delta", delta: { stop_reason: "end_turn" } }],
    ["", "", "", null, null],
  ],
  [
    "Anthropic's whole reply",
    [
      {
        type: "message",
        content: [
          { type: "text", text: "4" },
          { ...tool, input: {} },
        ],
        stop_reason: "tool_use",
      },
    ],
    ["4", "", "get_weather({})", "tool_use", null],
  ],
  [
    "OpenAI's form, streamed",
    [
      { choices: [{ delta: { content: null, reasoning_content: "Hm.", tool_calls: [] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { name: "f", arguments: "" } }] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: "{}" } }] }, finish_reason: null }] },
      { choices: [{ delta: {}, finish_reason: "tool_calls" }], usage: { completion_tokens: 0 } },
    ],
    ["", "Hm.", "f({})", "tool_calls", 0],
  ],
  [
    "Nova's stream",
    [
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { delta: { text: "4" }, contentBlockIndex: 0 } },
      { contentBlockStart: { start: { toolUse: { name: "f", toolUseId: "a" } }, contentBlockIndex: 1 } },
      { contentBlockDelta: { delta: { toolUse: { input: "{}" } }, contentBlockIndex: 1 } },
      { messageStop: { stopReason: "tool_use" } },
      { metadata: { usage: { outputTokens: 3 } } },
    ],
    ["4", "", "f({})", "tool_use", 3],
  ],
  [
    "Nova's whole reply",
    [
      {
        output: { message: { content: [{ text: "4" }, { toolUse: { name: "f", input: {} } }] } },
        stopReason: "end_turn",
      },
    ],
    ["4", "", "f({})", "end_turn", null],
  ],
  ["Llama's", [{ generation: "4", stop_reason: "stop", generation_token_count: 2 }], ["4", "", "", "stop", 2]],
  ["Titan's", [{ outputText: "4", completionReason: "FINISH" }], ["4", "", "", "FINISH", null]],
  ["Mistral's text", [{ outputs: [{ text: "4", stop_reason: "length" }] }], ["4", "", "", "length", null]],
  ["another body", ["text", null, { unknown: 1 }], ["", "", "", null, null]],
])("%s is shown by its members", (_, chunks, expected) => {
  expect(shown(chunks)).toEqual(expected);
});
