import { block } from "./markdown-text.js";

/** The same conversation after a tool result, in the words of the three wire APIs; ids shortened, nothing else. */
export function formatsSection(): string {
  return [
    "## The wire APIs side by side",
    "",
    "The same three turns, as each API writes them. A content block, a JSON document in place of JSON text, and a user",
    "turn in place of a `tool` turn are the translation that a provider has to undo for the model's own chat template.",
    "",
    "**chat-completions** (OpenRouter, Moonshot, Bedrock's OpenAI-compatible endpoints)",
    "",
    block(chatCompletions, { language: "json" }),
    "",
    "**converse, converse-stream** (Bedrock)",
    "",
    block(converse, { language: "json" }),
    "",
    "**invoke-model, invoke-model-stream** (Bedrock; the body belongs to the model's family, here `moonshot`)",
    "",
    block(invoke, { language: "json" }),
  ].join("\n");
}

const chatCompletions = `{
  "model": "moonshotai/kimi-k2.5",
  "messages": [
    {"role": "user", "content": "What's the weather?"},
    {"role": "assistant", "content": null, "tool_calls": [
      {"id": "…", "type": "function", "function": {"name": "get_weather", "arguments": "{\\"location\\": \\"…\\"}"}}]},
    {"role": "tool", "tool_call_id": "…", "content": "{…}"}
  ],
  "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": {…}}}]
}`;

const converse = `POST /model/moonshotai.kimi-k2.5/converse-stream
{
  "messages": [
    {"role": "user", "content": [{"text": "What's the weather?"}]},
    {"role": "assistant", "content": [{"toolUse": {"toolUseId": "…", "name": "get_weather", "input": {"location": "…"}}}]},
    {"role": "user", "content": [{"toolResult": {"toolUseId": "…", "content": [{"json": {…}}]}}]}
  ],
  "toolConfig": {"tools": [{"toolSpec": {"name": "get_weather", "inputSchema": {"json": {…}}}}]}
}`;

const invoke = `POST /model/moonshotai.kimi-k2.5/invoke-with-response-stream
{
  "messages": [
    {"role": "user", "content": "What's the weather?"},
    {"role": "assistant", "tool_calls": [
      {"id": "…", "type": "function", "function": {"name": "get_weather", "arguments": "{\\"location\\": \\"…\\"}"}}]},
    {"role": "tool", "tool_call_id": "…", "content": "{…}"}
  ],
  "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": {…}}}]
}`;
