import type { Client } from "./client.js";
import { aiSdkAnthropic, aiSdkCompatible, aiSdkOpenAi, aiSdkOpenRouter } from "./clients/ai-sdk.js";
import { anthropic } from "./clients/anthropic.js";
import { langchain } from "./clients/langchain.js";
import { openai } from "./clients/openai.js";
import { openaiAgents } from "./clients/openai-agents.js";
import { openaiResponses } from "./clients/openai-responses.js";
import { openrouterSdk } from "./clients/openrouter-sdk.js";
import { piAi, piAiBefore } from "./clients/pi-ai.js";
import { strands } from "./clients/strands.js";

/** Every client that the rows are asked through. A new client is its file in `clients/`, and its line here. */
export const clients: readonly Client[] = [
  piAi,
  piAiBefore,
  openaiAgents,
  aiSdkOpenRouter,
  aiSdkCompatible,
  aiSdkOpenAi,
  aiSdkAnthropic,
  openrouterSdk,
  openai,
  openaiResponses,
  anthropic,
  langchain,
  strands,
];
