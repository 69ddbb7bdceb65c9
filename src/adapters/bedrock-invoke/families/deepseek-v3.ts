import { chatFamily } from "./chat-family.js";

/**
 * DeepSeek V3.x: a Chat Completions body. Terminal record: the chunk whose choice has a `finish_reason` or `stop_reason`.
 * V3.1 calls tools only with tool choice `required` (langchain-aws#688): a fact about the model; the adapter changes nothing.
 * Sources: langchain-aws `llms/bedrock.py`; AWS "DeepSeek models" (read 2026-08). No recording was available.
 */
export const deepseekV3Family = chatFamily({
  id: "deepseek-v3",
  family: "deepseek-v3",
  images: false,
  settings: {
    family: "deepseek-v3",
    places: { maxOutputTokens: "max_tokens", temperature: "temperature", topP: "top_p", stopSequences: "stop" },
    maxTemperature: 1,
    shaped: ["toolChoice", "reasoning", "responseFormat"],
  },
  toolChoices: { auto: "auto", none: "none", required: "required", named: true },
  refusedSettings: [],
  toolCallIdPattern: null,
  reasoning: "none",
  envelope: null,
});
