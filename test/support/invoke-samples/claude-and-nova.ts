import { jsonHeaders } from "../bedrock-headers.js";
import { call, finish, type InvokeSample, metrics } from "./sample.js";

export const claudeAndNovaSamples: readonly InvokeSample[] = [
  {
    family: "anthropic",
    modelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0",
    reply: {
      body: {
        model: "claude-haiku-4-5-20251001",
        id: "msg_bdrk_1",
        type: "message",
        role: "assistant",
        content: [
          { type: "thinking", thinking: "Needs the tool.", signature: "c2ln" },
          { type: "text", text: "Let me look." },
          { type: "tool_use", id: "toolu_bdrk_1", name: "get_weather", input: { city: "Paris" } },
        ],
        stop_reason: "tool_use",
        stop_sequence: null,
        usage: { input_tokens: 10, cache_creation_input_tokens: 3, cache_read_input_tokens: 7, output_tokens: 21 },
      },
      headers: jsonHeaders,
      reading: {
        finish: finish("tool-calls", "tool_use"),
        text: "Let me look.",
        reasoning: "Needs the tool.",
        toolCalls: [call("toolu_bdrk_1", '{"city":"Paris"}')],
        inputTokens: 20,
        outputTokens: 21,
      },
    },
    stream: {
      records: [
        {
          type: "message_start",
          message: {
            id: "msg_bdrk_2",
            type: "message",
            role: "assistant",
            model: "claude-haiku-4-5-20251001",
            content: [],
            stop_reason: null,
            usage: { input_tokens: 16, cache_read_input_tokens: 4, output_tokens: 5 },
          },
        },
        { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
        { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Ol\u00e1 \u{1f44b}" } },
        { type: "content_block_stop", index: 0 },
        {
          type: "content_block_start",
          index: 1,
          content_block: { type: "tool_use", id: "toolu_1", name: "get_weather", input: {} },
        },
        { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"city":' } },
        { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '"Rome"}' } },
        { type: "content_block_stop", index: 1 },
        {
          type: "message_delta",
          delta: { stop_reason: "tool_use", stop_sequence: null },
          usage: { output_tokens: 18 },
        },
        { type: "message_stop", ...metrics(16, 18) },
      ],
      terminal: 9,
      reading: {
        finish: finish("tool-calls", "tool_use"),
        text: "Ol\u00e1 \u{1f44b}",
        reasoning: null,
        toolCalls: [call("toolu_1", '{"city":"Rome"}')],
        inputTokens: 20,
        outputTokens: 18,
      },
    },
  },
  {
    family: "nova",
    modelId: "amazon.nova-micro-v1:0",
    reply: {
      body: {
        output: {
          message: {
            role: "assistant",
            content: [
              { text: "<thinking> Two cities." },
              { toolUse: { toolUseId: "4d8acf92", name: "get_weather", input: { city: "Seattle" } } },
            ],
          },
        },
        stopReason: "tool_use",
        usage: {
          inputTokens: 27,
          outputTokens: 17,
          totalTokens: 44,
          cacheReadInputTokenCount: 0,
          cacheWriteInputTokenCount: 0,
        },
      },
      headers: jsonHeaders,
      reading: {
        finish: finish("tool-calls", "tool_use"),
        text: "<thinking> Two cities.",
        reasoning: null,
        toolCalls: [call("4d8acf92", '{"city":"Seattle"}')],
        inputTokens: 27,
        outputTokens: 17,
      },
    },
    stream: {
      records: [
        { messageStart: { role: "assistant" } },
        { contentBlockDelta: { delta: { text: "The" }, contentBlockIndex: 0 } },
        { contentBlockStop: { contentBlockIndex: 0 } },
        { contentBlockDelta: { delta: { text: " capital" }, contentBlockIndex: 1 } },
        { contentBlockStop: { contentBlockIndex: 1 } },
        { contentBlockStart: { start: { toolUse: { toolUseId: "d8", name: "get_weather" } }, contentBlockIndex: 2 } },
        { contentBlockDelta: { delta: { toolUse: { input: '{"city":"Nice"}' } }, contentBlockIndex: 2 } },
        { contentBlockStop: { contentBlockIndex: 2 } },
        { messageStop: { stopReason: "tool_use" } },
        { metadata: { usage: { inputTokens: 13, outputTokens: 8 }, metrics: {}, trace: {} }, ...metrics(13, 8) },
      ],
      terminal: 8,
      reading: {
        finish: finish("tool-calls", "tool_use"),
        text: "The capital",
        reasoning: null,
        toolCalls: [call("d8", '{"city":"Nice"}')],
        inputTokens: 13,
        outputTokens: 8,
      },
    },
  },
];
