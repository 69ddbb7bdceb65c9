import { bedrockMembers } from "./bedrock-members.js";
import type { WireApi } from "./wire-api.js";

/** Bedrock's Converse and ConverseStream. */
export const converse: WireApi<"converse"> = {
  name: "converse",
  title: "Converse",
  servedBy: { bedrock: null },
  onlyAt: "bedrock",
  usual: "streaming",
  paths: {
    modelIn: "path",
    whole: /\/model\/(?<model>.+)\/converse$/,
    streaming: /\/model\/(?<model>.+)\/converse-stream$/,
  },
  stream: { kind: "aws-event-stream", onlyEvent: null },
  hasFamilies: false,
  sameRepliesAs: null,
  replaysUnsignedReasoning: false,
  addedMembers: bedrockMembers,
  example: {
    heading: "**converse, converse-stream** (Bedrock)",
    text: `POST /model/moonshotai.kimi-k2.5/converse-stream
{
  "messages": [
    {"role": "user", "content": [{"text": "What's the weather?"}]},
    {"role": "assistant", "content": [{"toolUse": {"toolUseId": "…", "name": "get_weather", "input": {"location": "…"}}}]},
    {"role": "user", "content": [{"toolResult": {"toolUseId": "…", "content": [{"json": {…}}]}}]}
  ],
  "toolConfig": {"tools": [{"toolSpec": {"name": "get_weather", "inputSchema": {"json": {…}}}}]}
}`,
  },
};
