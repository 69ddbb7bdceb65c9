import { reasoningTags } from "../decode/reasoning-tags.js";
import { chatFamily } from "./chat-family.js";

/**
 * Moonshot Kimi: a Chat Completions body, string contents, ids verbatim (`functions.<name>:<index>` matters to the
 * model). No `stop`, no tool choice `required`. Reasoning is inside the text as `<reasoning>…</reasoning>`.
 * Terminal record: the chunk with `finish_reason`. Streams have token counts only in the metrics of the last chunk.
 * Sources: litellm `amazon_moonshot_transformation.py` (read 2026-08); Bike4Mind#1089 (live captures, 2026-07). No
 * InvokeModel recording was available.
 */
export const moonshotFamily = chatFamily({
  id: "moonshot",
  family: "moonshot",
  images: true,
  settings: {
    family: "moonshot",
    places: { maxOutputTokens: "max_tokens", temperature: "temperature", topP: "top_p", stopSequences: "stop" },
    maxTemperature: 1,
    shaped: ["toolChoice", "reasoning", "responseFormat"],
  },
  toolChoices: { auto: "auto", none: "none", named: true },
  refusedSettings: ["stopSequences"],
  toolCallIdPattern: null,
  reasoning: "none",
  envelope: reasoningTags,
});
