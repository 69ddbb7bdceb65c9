import type { WireApi } from "./wire-api.js";

/** OpenAI's Chat Completions, which many providers serve. */
export const chatCompletions: WireApi<"chat-completions"> = {
  name: "chat-completions",
  title: "Chat Completions",
  servedBy: { openrouter: null, "bedrock-openai": null, "bedrock-mantle": null, moonshot: null, "openai-chat": null },
  onlyAt: null,
  usual: "whole",
  // Azure OpenAI names the deployment in the path: /openai/deployments/<name>/chat/completions.
  paths: {
    modelIn: "body",
    whole: /(?:\/deployments\/(?<model>[^/]+)(?:\/.*)?)?\/chat\/completions\/?$/,
    streaming: null,
  },
  // Mistral's chat models on Vertex AI (https://docs.mistral.ai/deployment/cloud/vertex/, read 2026-11-29); its OCR is no chat.
  morePaths: [
    {
      modelIn: "path",
      whole: /\/publishers\/mistralai\/models\/(?<model>(?!mistral-ocr)[^/]+):rawPredict$/,
      streaming: /\/publishers\/mistralai\/models\/(?<model>(?!mistral-ocr)[^/]+):streamRawPredict$/,
    },
  ],
  stream: { kind: "sse" },
  hasFamilies: false,
  sameRepliesAs: null,
  replaysUnsignedReasoning: true,
  addedMembers: null,
  example: {
    heading: "**chat-completions** (OpenRouter, Moonshot, Bedrock's OpenAI-compatible endpoints)",
    text: `{
  "model": "moonshotai/kimi-k2.5",
  "messages": [
    {"role": "user", "content": "What's the weather?"},
    {"role": "assistant", "content": null, "tool_calls": [
      {"id": "…", "type": "function", "function": {"name": "get_weather", "arguments": "{\\"location\\": \\"…\\"}"}}]},
    {"role": "tool", "tool_call_id": "…", "content": "{…}"}
  ],
  "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": {…}}}]
}`,
  },
};
