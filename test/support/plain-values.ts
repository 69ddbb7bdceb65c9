import type { Usage } from "../../src/chat/reply.js";
import type { Target } from "../../src/chat/target.js";
import { noQuirks, unknownCapabilities } from "../../src/chat/unset.js";

/** A target of chat completions with the given members; everything else is unknown. */
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

/** Usage with the given members; everything else was not reported. */
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
