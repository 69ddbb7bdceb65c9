import type { Usage } from "../../src/chat/reply.js";
import type { Target } from "../../src/chat/target.js";
import { noQuirks, unknownCapabilities } from "../../src/chat/unset.js";

/** A target of chat completions of which nothing is known but what is given. */
export function plainTarget(known: Partial<Target> = {}): Target {
  return {
    id: "m/p/chat-completions",
    model: "m",
    provider: "p",
    api: "chat-completions",
    providerModelId: "m",
    region: null,
    upstreamPin: null,
    upstreamName: null,
    baseUrl: null,
    keyVariable: null,
    auth: "none",
    signingName: null,
    capabilities: unknownCapabilities,
    quirks: noQuirks,
    extra: {},
    price: null,
    sources: [],
    ...known,
  };
}

/** Usage of which nothing was reported but what is given. */
export function plainUsage(reported: Partial<Usage>): Usage {
  return {
    inputTokens: null,
    outputTokens: null,
    totalTokens: null,
    reasoningTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    costUsd: null,
    raw: {},
    ...reported,
  };
}
