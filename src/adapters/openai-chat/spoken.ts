import { chatCompletions } from "../../chat/apis/chat-completions.js";
import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { type Signs, valueAt } from "../signs.js";
import type { SpokenApi } from "../spoken-api.js";

const signs: Signs = {
  reply: {
    name: ({ object }) => object === "chat.completion",
    member: (body) => isJsonObject(valueAt(body, "choices", 0, "message")),
    rest: ({ error }) => isJsonObject(error) && typeof valueAt(error, "message") === "string",
  },
  payload: {
    name: ({ object }) => object === "chat.completion.chunk",
    member: (payload) => isJsonObject(valueAt(payload, "choices", 0, "delta")) || reportsOnPrompt(payload),
  },
  damaged: {
    reply: /"object": ?"chat\.completion"/,
    events: /(?:^|\n)data: ?\{"(?:id|object|choices|model)"/,
    payload: /^\{[^\n]{0,1000}"object": ?"chat\.completion\.chunk"/,
  },
  endMark: { text: "[DONE]", follows: hasFinish },
  // A chunk with the counts follows the finish: it has the same id.
  several: {
    ends: hasFinish,
    begins: (payload, ended) =>
      typeof valueAt(payload, "choices", 0, "delta", "role") === "string" && payload["id"] !== ended["id"],
  },
};

/** Azure's first chunk of a stream only reports on the prompt. */
function reportsOnPrompt(payload: JsonObject): boolean {
  const { choices } = payload;
  return Array.isArray(choices) && choices.length === 0 && "prompt_filter_results" in payload;
}

function hasFinish({ choices }: JsonObject): boolean {
  return Array.isArray(choices) && choices.some((choice) => typeof valueAt(choice, "finish_reason") === "string");
}

/** The chat-completions API, for the registry. */
export const spokenChatCompletions: SpokenApi = {
  api: chatCompletions,
  speaks: { asks: true, load: async () => (await import("./adapter.js")).openaiChat },
  signs,
  familyOf: null,
};
