import type { Capabilities, Quirks } from "./target.js";

/** Capabilities that no source documents. */
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
  fixedSampling: null,
};

/** No known quirk. */
export const noQuirks: Quirks = {
  family: null,
  toolCallIdPattern: null,
  toolResultStatus: null,
  reasoningDialect: null,
  maxCompletionTokens: null,
  takesSampling: null,
  temperatureOrTopP: null,
  reasoningReplay: null,
  signsReasoning: null,
  thoughtsInText: null,
  nativeCallIds: null,
};
