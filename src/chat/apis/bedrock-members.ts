import type { WireApi } from "./wire-api.js";

/** Members of Bedrock's APIs that the router accepts in an OpenAI request, although OpenAI does not define them. */
export const bedrockMembers: WireApi["addedMembers"] = {
  names: ["additionalModelRequestFields", "guardrailConfig", "performanceConfig", "requestMetadata", "serviceTier"],
  refusal: "Bedrock has no such member",
};
