import type { Api } from "../chat/api.js";
import type { Adapter } from "./adapter.js";
import { bedrockConverse } from "./bedrock-converse/adapter.js";
import { bedrockInvoke } from "./bedrock-invoke/adapter.js";
import { openaiChat } from "./openai-chat/adapter.js";

/** The adapter that speaks an API; every API has exactly one. */
export function adapterFor(api: Api): Adapter {
  return adapters[api];
}

const adapters: { readonly [Name in Api]: Adapter } = {
  "chat-completions": openaiChat,
  "chat-completions-stream": openaiChat,
  converse: bedrockConverse,
  "converse-stream": bedrockConverse,
  "invoke-model": bedrockInvoke,
  "invoke-model-stream": bedrockInvoke,
};
