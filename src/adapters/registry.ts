import type { Api } from "../chat/api.js";
import type { Adapter } from "./adapter.js";

/** The adapter that speaks an API; every API has exactly one. Loaded when it is first asked for. */
export function adapterFor(api: Api): Promise<Adapter> {
  return adapters[api]();
}

const openaiChat = async () => (await import("./openai-chat/adapter.js")).openaiChat;
const bedrockConverse = async () => (await import("./bedrock-converse/adapter.js")).bedrockConverse;
const bedrockInvoke = async () => (await import("./bedrock-invoke/adapter.js")).bedrockInvoke;

const adapters: { readonly [Name in Api]: () => Promise<Adapter> } = {
  "chat-completions": openaiChat,
  "chat-completions-stream": openaiChat,
  converse: bedrockConverse,
  "converse-stream": bedrockConverse,
  "invoke-model": bedrockInvoke,
  "invoke-model-stream": bedrockInvoke,
};
