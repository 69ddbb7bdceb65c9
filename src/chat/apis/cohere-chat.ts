import type { WireApi } from "./wire-api.js";

/** Cohere's chat, version 2. Recordings of it are judged; nothing asks it. */
export const cohereChat: WireApi<"cohere-chat"> = {
  name: "cohere-chat",
  title: "Cohere chat",
  servedBy: {},
  onlyAt: null,
  usual: null,
  paths: { modelIn: "body", whole: /\/v2\/chat\/?$/, streaming: null },
  stream: { kind: "sse" },
  hasFamilies: false,
  sameRepliesAs: null,
  replaysUnsignedReasoning: false,
  addedMembers: null,
  example: {
    heading: "**cohere-chat** (Cohere)",
    text: `{
  "model": "command-a-03-2025",
  "messages": [
    {"role": "user", "content": "What's the weather?"},
    {"role": "assistant", "tool_plan": "…", "tool_calls": [
      {"id": "…", "type": "function", "function": {"name": "get_weather", "arguments": "{\\"location\\": \\"…\\"}"}}]},
    {"role": "tool", "tool_call_id": "…", "content": "{…}"}
  ],
  "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": {…}}}]
}`,
  },
};
