import { responses } from "../../chat/apis/responses.js";
import { isJsonObject } from "../../chat/json.js";
import { type Signs, valueAt } from "../signs.js";
import type { SpokenApi } from "../spoken-api.js";

const signs: Signs = {
  reply: {
    name: ({ object }) => object === "response",
    rest: ({ error }) => isJsonObject(error) && typeof valueAt(error, "message") === "string",
  },
  payload: { name: ({ type }) => typeof type === "string" && type.startsWith("response.") },
  damaged: {
    reply: /"object": ?"response"/,
    // Some hosts write the members of an event in another order, as GitHub Copilot does.
    events: /(?:^|\n)(?:event: ?response\.|data: ?\{"type": ?"response\.|data: ?\{"response": ?\{)/,
    payload: /^\{(?:"type": ?"response\.|"response": ?\{)/,
  },
  endMark: null,
  several: {
    ends: ({ type }) => type === "response.completed" || type === "response.incomplete" || type === "response.failed",
    begins: ({ type }) => type === "response.created",
  },
};

/** The Responses API, for the registry. */
export const spokenResponses: SpokenApi = {
  api: responses,
  speaks: { asks: true, load: async () => (await import("./adapter.js")).openaiResponses },
  signs,
  familyOf: null,
};
