import { chatFamily } from "./chat-family.js";

/**
 * Mistral chat (Large 2 and later): a Chat Completions body whose replies have `stop_reason` and, even when streaming, `message`.
 * Tool choice `auto`, `any`, `none`; ids of nine letters and digits. Terminal record: the chunk with a `stop_reason` or
 * `finish_reason`.
 * Sources: AWS "Mistral AI chat completion" (read 2026-08); opencode#48843 (the id rule, live). No recording was available.
 */
export const mistralChatFamily = chatFamily({
  id: "mistral-chat",
  family: "mistral-chat",
  images: true,
  settings: {
    family: "mistral-chat",
    places: { maxOutputTokens: "max_tokens", temperature: "temperature", topP: "top_p", stopSequences: "stop" },
    maxTemperature: 1,
    shaped: ["toolChoice", "responseFormat"],
  },
  toolChoices: { auto: "auto", none: "none", required: "any", named: false },
  refusedSettings: [],
  toolCallIdPattern: "[a-zA-Z0-9]{9}",
  reasoning: "none",
  envelope: null,
});
