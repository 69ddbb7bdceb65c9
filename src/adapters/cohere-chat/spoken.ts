import { cohereChat } from "../../chat/apis/cohere-chat.js";
import { isJsonObject } from "../../chat/json.js";
import type { Signs } from "../signs.js";
import type { SpokenApi } from "../spoken-api.js";

const events: ReadonlySet<string> = new Set([
  ...["message-start", "content-start", "content-delta", "content-end", "tool-plan-delta"],
  ...["tool-call-start", "tool-call-delta", "tool-call-end", "citation-start", "citation-end", "message-end"],
]);

const signs: Signs = {
  reply: {
    shape: ({ message, finish_reason: finish }) =>
      isJsonObject(message) && message["role"] === "assistant" && typeof finish === "string",
  },
  payload: { name: ({ type }) => typeof type === "string" && events.has(type) },
  damaged: {
    reply: /^\s*\{"id": ?"[^"]*", ?(?:"finish_reason": ?"[A-Z_]+", ?)?"message": ?\{"role": ?"assistant"/,
    events: /(?:^|\n)event: ?message-start\r?\n/,
    payload: /"type": ?"(?:message|content|tool-call|tool-plan|citation)-(?:start|delta|end)"/,
  },
  endMark: null,
  several: { ends: ({ type }) => type === "message-end", begins: ({ type }) => type === "message-start" },
};

/** Cohere's chat, for the registry. */
export const spokenCohereChat: SpokenApi = {
  api: cohereChat,
  speaks: { asks: false, load: async () => (await import("./reader.js")).cohereChat },
  signs,
  familyOf: null,
};
