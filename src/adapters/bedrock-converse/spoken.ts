import { converse } from "../../chat/apis/converse.js";
import { isJsonObject } from "../../chat/json.js";
import { type Signs, valueAt } from "../signs.js";
import type { SpokenApi } from "../spoken-api.js";

/** The events of ConverseStream, as the AWS SDKs name them (bedrock-runtime model 2023-09-30). */
const events = [
  "messageStart",
  "contentBlockStart",
  "contentBlockDelta",
  "contentBlockStop",
  "messageStop",
  "metadata",
] as const;

const signs: Signs = {
  reply: {
    // Nova's InvokeModel body has the same members, without the latency that Converse adds.
    shape: (body) =>
      isJsonObject(valueAt(body, "output", "message")) &&
      "stopReason" in body &&
      ("metrics" in body || valueAt(body, "usage", "cacheReadInputTokenCount") === undefined),
  },
  payload: { shape: (payload) => events.some((name) => isJsonObject(payload[name])) },
  damaged: {
    reply: /"output": ?\{\s*"message": ?\{|^\{\s*"metrics": ?\{\s*"latencyMs"/,
    events: null,
    payload: /^\{"(?:messageStart|contentBlockDelta)": ?\{/,
  },
  endMark: null,
  several: {
    ends: (payload) => isJsonObject(payload["messageStop"]),
    begins: ({ messageStart }) => isJsonObject(messageStart),
  },
};

/** The Converse API, for the registry. */
export const spokenConverse: SpokenApi = {
  api: converse,
  speaks: { asks: true, load: async () => (await import("./adapter.js")).bedrockConverse },
  signs,
  familyOf: null,
};
