import { jsonHeaders } from "../bedrock-headers.js";
import { call, finish, type InvokeSample, metrics, textOnly, tokenHeaders } from "./sample.js";

export const chatFamilySamples: readonly InvokeSample[] = [
  {
    family: "moonshot",
    modelId: "moonshot.kimi-k2-thinking",
    reply: {
      body: {
        id: "chatcmpl-1",
        object: "chat.completion",
        model: "moonshot.kimi-k2-thinking",
        choices: [
          {
            index: 0,
            message: {
              role: "assistant",
              content: "<reasoning>Call it.</reasoning>Checking.",
              tool_calls: [
                {
                  id: "functions.get_weather:0",
                  type: "function",
                  function: { name: "get_weather", arguments: '{"city": "Oslo"}' },
                },
              ],
            },
            finish_reason: "tool_calls",
          },
        ],
        usage: { prompt_tokens: 41, completion_tokens: 12, total_tokens: 53 },
      },
      headers: jsonHeaders,
      reading: {
        finish: finish("tool-calls", "tool_calls"),
        text: "Checking.",
        reasoning: "Call it.",
        toolCalls: [call("functions.get_weather:0", '{"city": "Oslo"}')],
        inputTokens: 41,
        outputTokens: 12,
      },
    },
    stream: {
      records: [
        { id: "c2", choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] },
        { id: "c2", choices: [{ index: 0, delta: { content: "<reas" }, finish_reason: null }] },
        { id: "c2", choices: [{ index: 0, delta: { content: "oning>Hm</reason" }, finish_reason: null }] },
        { id: "c2", choices: [{ index: 0, delta: { content: "ing>It is 4 C" }, finish_reason: null }] },
        { id: "c2", choices: [{ index: 0, delta: {}, finish_reason: "stop" }], ...metrics(30, 9) },
      ],
      terminal: 4,
      reading: {
        finish: finish("stop", "stop"),
        text: "It is 4 C",
        reasoning: "Hm",
        toolCalls: [],
        inputTokens: 30,
        outputTokens: 9,
      },
    },
  },
  {
    family: "mistral-chat",
    modelId: "mistral.mistral-large-2407-v1:0",
    reply: {
      body: {
        choices: [{ index: 0, message: { role: "assistant", content: "Bonjour." }, stop_reason: "length" }],
      },
      headers: tokenHeaders(6, 2),
      reading: { ...textOnly, finish: finish("length", "length"), text: "Bonjour.", inputTokens: 6, outputTokens: 2 },
    },
    stream: {
      records: [
        { choices: [{ index: 0, message: { role: "assistant", content: "Je " }, stop_reason: null }] },
        {
          choices: [
            {
              index: 0,
              message: {
                role: "assistant",
                content: "regarde",
                tool_calls: [{ id: "a1B2c3D4e", function: { name: "get_weather", arguments: "{}" } }],
              },
              stop_reason: "tool_calls",
            },
          ],
          ...metrics(8, 5),
        },
      ],
      terminal: 1,
      reading: {
        finish: finish("tool-calls", "tool_calls"),
        text: "Je regarde",
        reasoning: null,
        toolCalls: [call("a1B2c3D4e", "{}")],
        inputTokens: 8,
        outputTokens: 5,
      },
    },
  },
  {
    family: "deepseek-v3",
    modelId: "deepseek.v3-v1:0",
    reply: {
      body: {
        choices: [{ index: 0, message: { role: "assistant", content: "42" }, stop_reason: "stop" }],
        usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
      },
      headers: jsonHeaders,
      reading: { ...textOnly, finish: finish("stop", "stop"), text: "42", inputTokens: 9, outputTokens: 2 },
    },
    stream: {
      records: [
        { choices: [{ index: 0, delta: { role: "assistant", reasoning_content: "Sum." }, finish_reason: null }] },
        { choices: [{ index: 0, delta: { content: "42" }, finish_reason: null }] },
        { choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop" }], ...metrics(9, 5) },
      ],
      terminal: 2,
      reading: {
        finish: finish("stop", "stop"),
        text: "42",
        reasoning: "Sum.",
        toolCalls: [],
        inputTokens: 9,
        outputTokens: 5,
      },
    },
  },
  {
    family: "gpt-oss",
    modelId: "openai.gpt-oss-120b-1:0",
    reply: {
      body: {
        id: "chatcmpl-9",
        model: "openai.gpt-oss-120b-1:0",
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: "<reasoning>Greet.</reasoning>Hello!" },
            finish_reason: "stop",
          },
        ],
        usage: {
          prompt_tokens: 68,
          completion_tokens: 20,
          total_tokens: 88,
          completion_tokens_details: { reasoning_tokens: 11 },
        },
      },
      headers: jsonHeaders,
      reading: {
        finish: finish("stop", "stop"),
        text: "Hello!",
        reasoning: "Greet.",
        toolCalls: [],
        inputTokens: 68,
        outputTokens: 20,
      },
    },
    stream: {
      records: [
        { id: "g", choices: [{ index: 0, delta: { role: "assistant", content: "" } }] },
        { id: "g", choices: [{ index: 0, delta: { content: "<reasoning>Need the</reasoning>" } }] },
        { id: "g", choices: [{ index: 0, delta: { content: "<reasoning> tool.</reasoning>" } }] },
        {
          id: "g",
          choices: [
            {
              index: 0,
              delta: {
                tool_calls: [
                  { index: 0, id: "call_1", type: "function", function: { name: "get_weather", arguments: "" } },
                ],
              },
            },
          ],
        },
        {
          id: "g",
          choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{"city":"Bonn"}' } }] } }],
        },
        { id: "g", choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
        {
          id: "g",
          choices: [],
          usage: { prompt_tokens: 70, completion_tokens: 25, total_tokens: 95 },
          ...metrics(70, 25),
        },
      ],
      terminal: 5,
      reading: {
        finish: finish("tool-calls", "tool_calls"),
        text: "",
        reasoning: "Need the tool.",
        toolCalls: [call("call_1", '{"city":"Bonn"}')],
        inputTokens: 70,
        outputTokens: 25,
      },
    },
  },
  {
    family: "ai21",
    modelId: "ai21.jamba-1-5-mini-v1:0",
    reply: {
      body: {
        id: "chatcmpl-2",
        choices: [
          { index: 0, message: { role: "assistant", content: " Paris.", tool_calls: null }, finish_reason: "stop" },
        ],
        usage: { prompt_tokens: 17, completion_tokens: 8, total_tokens: 25 },
        model: "jamba-1.5-mini",
      },
      headers: tokenHeaders(17, 8),
      reading: { ...textOnly, finish: finish("stop", "stop"), text: " Paris.", inputTokens: 17, outputTokens: 8 },
    },
    stream: {
      records: [
        {
          id: "j",
          choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }],
          usage: { prompt_tokens: 17, total_tokens: 17, completion_tokens: 0 },
        },
        {
          id: "j",
          choices: [{ index: 0, delta: { content: " Paris." }, finish_reason: null }],
          usage: { prompt_tokens: 17, total_tokens: 20, completion_tokens: 3 },
        },
        {
          id: "j",
          choices: [{ index: 0, delta: { content: "" }, finish_reason: "stop", stop_reason: 518 }],
          usage: { prompt_tokens: 17, total_tokens: 25, completion_tokens: 8 },
        },
        metrics(17, 8),
      ],
      terminal: 2,
      reading: { ...textOnly, finish: finish("stop", "stop"), text: " Paris.", inputTokens: 17, outputTokens: 8 },
    },
  },
];
