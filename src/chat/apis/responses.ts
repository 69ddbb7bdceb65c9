import type { WireApi } from "./wire-api.js";

/** OpenAI's Responses, which OpenRouter and Bedrock serve too. */
export const responses: WireApi<"responses"> = {
  name: "responses",
  title: "Responses",
  // Bedrock: docs.aws.amazon.com/bedrock/latest/userguide/inference-responses-api.html, read 2026-11-20. On mantle some models are on /v1, others on /openai/v1.
  servedBy: { openrouter: null, "bedrock-openai": null, "bedrock-mantle": null, "openai-chat": null },
  onlyAt: null,
  usual: null,
  paths: { modelIn: "body", whole: /\/responses\/?$/, streaming: null },
  stream: { kind: "sse" },
  hasFamilies: false,
  sameRepliesAs: null,
  replaysUnsignedReasoning: false,
  addedMembers: null,
  // Neither OpenAI nor OpenRouter has `stop` here (openai 6.49, ResponseCreateParams; OpenRouterTeam/typescript-sdk, ResponsesRequest,
  // 2026-11); OpenRouter's `usage` belongs to its Chat Completions, and no recording of its Responses names an upstream (nine files of 2025
  // and 2026).
  lacks: { stopSequences: true, members: ["usage"], upstream: true },
  example: {
    heading: "**responses** (OpenRouter, Bedrock's OpenAI-compatible endpoints)",
    text: `{
  "model": "moonshotai/kimi-k2.5",
  "input": [
    {"role": "user", "content": "What's the weather?"},
    {"type": "function_call", "call_id": "…", "name": "get_weather", "arguments": "{\\"location\\": \\"…\\"}"},
    {"type": "function_call_output", "call_id": "…", "output": "{…}"}
  ],
  "tools": [{"type": "function", "name": "get_weather", "parameters": {…}}]
}`,
  },
};
