import { messages } from "../../chat/apis/messages.js";
import { isJsonObject, type JsonValue } from "../../chat/json.js";
import type { Signs } from "../signs.js";
import type { SpokenApi } from "../spoken-api.js";

const events: ReadonlySet<string> = new Set([
  "message_start",
  "content_block_start",
  "content_block_delta",
  "content_block_stop",
  "message_delta",
  "message_stop",
]);

const signs: Signs = {
  reply: {
    shape: ({ type, content, error }) =>
      type === "message" ? Array.isArray(content) : type === "error" && isTypedError(error),
    rest: ({ type, error }) => type === "error" && error !== undefined,
  },
  payload: {
    name: ({ type }) => typeof type === "string" && events.has(type),
    rest: ({ type, error, sequence_number: number }) => type === "error" && isJsonObject(error) && number === undefined,
  },
  damaged: {
    reply: /"type": ?"message",/,
    events: /(?:^|\n)(?:event: ?message_start|data: ?\{"type": ?"message_start")/,
    payload: /^\{"type": ?"(?:message|content_block)_/,
  },
  endMark: null,
  several: { ends: ({ type }) => type === "message_stop", begins: ({ type }) => type === "message_start" },
};

/** An error in an envelope of type `error`: OpenAI's APIs have the same error without the envelope's type. */
function isTypedError(error: JsonValue | undefined): boolean {
  return isJsonObject(error) && typeof error["type"] === "string" && typeof error["message"] === "string";
}

/** The Messages API, for the registry. */
export const spokenMessages: SpokenApi = {
  api: messages,
  speaks: { asks: true, load: async () => (await import("./adapter.js")).anthropicMessages },
  signs,
  familyOf: null,
};
