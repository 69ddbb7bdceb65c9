import type { EnvelopeTags } from "../../draft/envelope.js";

/** The tags around the reasoning of Kimi and gpt-oss on Bedrock (litellm moonshot; gpt-oss recordings of 2025-12). */
export const reasoningTags: EnvelopeTags = { open: "<reasoning>", close: "</reasoning>", opened: false };
