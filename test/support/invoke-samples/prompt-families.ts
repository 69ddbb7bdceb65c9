import { jsonHeaders } from "../bedrock-headers.js";
import { finish, type InvokeSample, metrics, textOnly, tokenHeaders } from "./sample.js";

export const promptFamilySamples: readonly InvokeSample[] = [
  {
    family: "mistral-text",
    modelId: "mistral.mistral-7b-instruct-v0:2",
    reply: {
      body: { outputs: [{ text: " Paris.", stop_reason: "stop" }] },
      headers: tokenHeaders(8, 3),
      reading: { ...textOnly, finish: finish("stop", "stop"), text: " Paris.", inputTokens: 8, outputTokens: 3 },
    },
    stream: {
      records: [
        { outputs: [{ text: " Par", stop_reason: null }] },
        { outputs: [{ text: "is", stop_reason: "length" }], ...metrics(8, 2) },
      ],
      terminal: 1,
      reading: { ...textOnly, finish: finish("length", "length"), text: " Paris", inputTokens: 8, outputTokens: 2 },
    },
  },
  {
    family: "llama",
    modelId: "us.meta.llama3-3-70b-instruct-v1:0",
    reply: {
      body: { generation: "\n\nHi.", prompt_token_count: 7, generation_token_count: 4, stop_reason: "stop" },
      headers: tokenHeaders(7, 4),
      reading: { ...textOnly, finish: finish("stop", "stop"), text: "\n\nHi.", inputTokens: 7, outputTokens: 4 },
    },
    stream: {
      records: [
        { generation: "\n\nHi", prompt_token_count: 7, generation_token_count: 2, stop_reason: null },
        { generation: ".", prompt_token_count: null, generation_token_count: 3, stop_reason: null },
        { generation: "", prompt_token_count: null, generation_token_count: 4, stop_reason: "stop", ...metrics(7, 4) },
      ],
      terminal: 2,
      reading: { ...textOnly, finish: finish("stop", "stop"), text: "\n\nHi.", inputTokens: 7, outputTokens: 4 },
    },
  },
  {
    family: "deepseek-r1",
    modelId: "us.deepseek.r1-v1:0",
    reply: {
      body: { choices: [{ text: "Add them.\n</think>\n\n42", stop_reason: "stop" }] },
      headers: tokenHeaders(12, 9),
      reading: {
        finish: finish("stop", "stop"),
        text: "\n\n42",
        reasoning: "Add them.\n",
        toolCalls: [],
        inputTokens: 12,
        outputTokens: 9,
      },
    },
    stream: {
      records: [
        { choices: [{ text: "Add.</th", stop_reason: null }] },
        { choices: [{ text: "ink>4", stop_reason: null }] },
        { choices: [{ text: "2", stop_reason: "length" }], ...metrics(12, 6) },
      ],
      terminal: 2,
      reading: {
        finish: finish("length", "length"),
        text: "42",
        reasoning: "Add.",
        toolCalls: [],
        inputTokens: 12,
        outputTokens: 6,
      },
    },
  },
  {
    family: "titan",
    modelId: "amazon.titan-text-express-v1",
    reply: {
      body: { inputTextTokenCount: 5, results: [{ tokenCount: 10, outputText: "\nYes.", completionReason: "LENGTH" }] },
      headers: jsonHeaders,
      reading: { ...textOnly, finish: finish("length", "LENGTH"), text: "\nYes.", inputTokens: 5, outputTokens: 10 },
    },
    stream: {
      records: [
        {
          outputText: "\nParis ",
          index: 0,
          totalOutputTextTokenCount: null,
          completionReason: null,
          inputTextTokenCount: 7,
        },
        {
          outputText: "it is.",
          index: 0,
          totalOutputTextTokenCount: 8,
          completionReason: "FINISH",
          inputTextTokenCount: null,
          ...metrics(7, 8),
        },
      ],
      terminal: 1,
      reading: {
        ...textOnly,
        finish: finish("stop", "FINISH"),
        text: "\nParis it is.",
        inputTokens: 7,
        outputTokens: 8,
      },
    },
  },
  {
    family: "cohere",
    modelId: "cohere.command-r-v1:0",
    reply: {
      body: {
        response_id: "r1",
        text: "It is warm.<",
        generation_id: "g1",
        chat_history: [],
        finish_reason: "STOP_SEQUENCE",
      },
      headers: tokenHeaders(5, 4),
      reading: {
        ...textOnly,
        finish: finish("stop", "STOP_SEQUENCE"),
        text: "It is warm.<",
        inputTokens: 5,
        outputTokens: 4,
      },
    },
    stream: {
      records: [
        { is_finished: false, event_type: "text-generation", text: "It" },
        { is_finished: false, event_type: "text-generation", text: " is." },
        {
          is_finished: true,
          event_type: "stream-end",
          response: {
            response_id: "r2",
            text: "It is.",
            finish_reason: "MAX_TOKENS",
            meta: {
              billed_units: { input_tokens: 7, output_tokens: 3 },
              tokens: { input_tokens: 73, output_tokens: 4 },
            },
          },
          finish_reason: "MAX_TOKENS",
          ...metrics(7, 3),
        },
      ],
      terminal: 2,
      reading: { ...textOnly, finish: finish("length", "MAX_TOKENS"), text: "It is.", inputTokens: 7, outputTokens: 3 },
    },
  },
];
