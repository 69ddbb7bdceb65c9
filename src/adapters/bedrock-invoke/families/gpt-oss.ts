import { reasoningTags } from "../decode/reasoning-tags.js";
import { chatFamily } from "./chat-family.js";

/**
 * OpenAI gpt-oss: a Chat Completions body with `max_completion_tokens` and a flat `reasoning_effort`; reasoning is in
 * the text as `<reasoning>…</reasoning>`, in a stream one pair of tags for every delta. Terminal record: the chunk with
 * `finish_reason`.
 * Sources: AWS "OpenAI models" (model-parameters-openai, read 2026-08); llama-stack's recordings of gpt-oss-20b on
 * Bedrock's OpenAI endpoint (2025-12). No InvokeModel recording was available.
 */
export const gptOssFamily = chatFamily({
  id: "gpt-oss",
  family: "gpt-oss",
  images: false,
  settings: {
    family: "gpt-oss",
    places: {
      maxOutputTokens: "max_completion_tokens",
      temperature: "temperature",
      topP: "top_p",
      seed: "seed",
      presencePenalty: "presence_penalty",
      frequencyPenalty: "frequency_penalty",
      stopSequences: "stop",
    },
    maxTemperature: 2,
    shaped: ["toolChoice", "parallelToolCalls", "reasoning", "responseFormat"],
  },
  toolChoices: { auto: "auto", none: "none", required: "required", named: true },
  refusedSettings: [],
  toolCallIdPattern: null,
  reasoning: "effort",
  envelope: reasoningTags,
});
