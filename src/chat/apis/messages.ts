import type { WireApi } from "./wire-api.js";

/** Anthropic's Messages, which OpenRouter and Bedrock serve too. InvokeModel has the same body under another door. */
export const messages: WireApi<"messages"> = {
  name: "messages",
  title: "Messages",
  servedBy: {
    anthropic: null,
    openrouter: null,
    "bedrock-openai": "https://bedrock-runtime.{region}.amazonaws.com/anthropic/v1",
    "bedrock-mantle": "https://bedrock-mantle.{region}.api.aws/anthropic/v1",
    "openai-chat": null,
  },
  onlyAt: null,
  usual: "whole",
  paths: { modelIn: "body", whole: /\/messages\/?$/, streaming: null },
  // Vertex AI. The id `count-tokens` is its way to count tokens (platform.claude.com: Claude on Vertex AI, read 2026-11-29).
  morePaths: [
    {
      modelIn: "path",
      whole: /\/publishers\/anthropic\/models\/(?<model>(?!count-tokens:)[^/]+):rawPredict$/,
      streaming: /\/publishers\/anthropic\/models\/(?<model>(?!count-tokens:)[^/]+):streamRawPredict$/,
    },
  ],
  stream: { kind: "sse" },
  hasFamilies: false,
  sameRepliesAs: null,
  replaysUnsignedReasoning: false,
  addedMembers: null,
  // Anthropic refuses a member that it does not know: "prompt_cache_key: Extra inputs are not permitted". `@anthropic-ai/sdk` 1.14.0,
  // MessageCreateParams, read 2026-11-29. OpenRouter alone has `user` too (@openrouter/sdk 1.3.19, MessagesRequest).
  harmlessMembers: { names: ["thinking", "cache_control"], refusal: "Messages has no such member" },
  // The switch for usage is Chat Completions': Messages always report it. No recording of OpenRouter's was found, so that it is not known
  // whether they name an upstream; one that a reply names is read.
  lacks: { stopSequences: false, members: ["usage"], upstream: true },
  example: {
    heading: "**messages** (OpenRouter, Bedrock's Anthropic-compatible endpoints)",
    text: `{
  "model": "anthropic/claude-haiku-4.5",
  "max_tokens": 1024,
  "messages": [
    {"role": "user", "content": "What's the weather?"},
    {"role": "assistant", "content": [
      {"type": "tool_use", "id": "…", "name": "get_weather", "input": {"location": "…"}}]},
    {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "…", "content": "{…}"}]}
  ],
  "tools": [{"name": "get_weather", "input_schema": {…}}]
}`,
  },
};
