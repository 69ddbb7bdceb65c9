import { askAiSdkBedrock, askAiSdkCompatible, askAiSdkOpenRouter } from "./ai-sdk.js";
import type { Ask } from "./asked.js";
import { askAwsSdk } from "./aws-sdk.js";
import { askAwsSdkInvoke } from "./aws-sdk-invoke.js";
import { askLangchainAws, askLangchainOpenai } from "./langchain.js";
import { askOpenai } from "./openai.js";
import { askPiAi, askPiAiBefore } from "./pi-ai.js";
import { askStrands } from "./strands.js";

/** The way to ask through each client of the registry, by its id. */
export const asks: { readonly [client: string]: Ask } = {
  openai: askOpenai,
  "aws-sdk": askAwsSdk,
  "aws-sdk-invoke": askAwsSdkInvoke,
  "ai-sdk-bedrock": askAiSdkBedrock,
  "ai-sdk-compatible": askAiSdkCompatible,
  "ai-sdk-openrouter": askAiSdkOpenRouter,
  "langchain-aws": askLangchainAws,
  "langchain-openai": askLangchainOpenai,
  "pi-ai": askPiAi,
  "pi-ai-before": askPiAiBefore,
  strands: askStrands,
};
