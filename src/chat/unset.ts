import type { Capabilities, Quirks } from "./target.js";

/** Capabilities about which no source says anything. */
export const unknownCapabilities: Capabilities = {
  tools: null,
  streamingTools: null,
  toolChoice: null,
  parallelToolCalls: null,
  structuredOutput: null,
  images: null,
  reasoning: null,
  stopSequences: null,
  system: null,
  maxOutputTokens: null,
};

/** A target with no known quirk. */
export const noQuirks: Quirks = {
  family: null,
  toolCallIdPattern: null,
  toolResultStatus: null,
  reasoningDialect: null,
  maxCompletionTokens: null,
  temperatureOrTopP: null,
  reasoningReplay: null,
};
