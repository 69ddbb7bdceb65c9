import { bedrockMembers } from "./bedrock-members.js";
import type { WireApi } from "./wire-api.js";

/** Bedrock's InvokeModel and InvokeModelWithResponseStream. */
export const invokeModel: WireApi<"invoke-model"> = {
  name: "invoke-model",
  title: "InvokeModel",
  servedBy: { bedrock: null },
  onlyAt: "bedrock",
  usual: null,
  paths: {
    modelIn: "path",
    whole: /\/model\/(?<model>.+)\/invoke$/,
    streaming: /\/model\/(?<model>.+)\/invoke-with-response-stream$/,
  },
  stream: { kind: "aws-event-stream", onlyEvent: "chunk" },
  hasFamilies: true,
  // The body family `anthropic` is the body of Anthropic's own Messages API.
  sameRepliesAs: "messages",
  replaysUnsignedReasoning: false,
  addedMembers: bedrockMembers,
  example: {
    heading: "**invoke-model, invoke-model-stream** (Bedrock; the body belongs to the model's family, here `moonshot`)",
    text: `POST /model/moonshotai.kimi-k2.5/invoke-with-response-stream
{
  "messages": [
    {"role": "user", "content": "What's the weather?"},
    {"role": "assistant", "tool_calls": [
      {"id": "…", "type": "function", "function": {"name": "get_weather", "arguments": "{\\"location\\": \\"…\\"}"}}]},
    {"role": "tool", "tool_call_id": "…", "content": "{…}"}
  ],
  "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": {…}}}]
}`,
  },
};
