import type { WireApi } from "./wire-api.js";

/** Members of Bedrock's own APIs that a request may carry although OpenAI has no name for them. */
export const bedrockMembers: WireApi["addedMembers"] = {
  names: ["additionalModelRequestFields", "guardrailConfig", "performanceConfig", "requestMetadata", "serviceTier"],
  refusal: "Bedrock has no such member",
};
