import type { EnvelopeTags } from "./envelope.js";

/** The tags in which Kimi and gpt-oss on Bedrock put their reasoning (litellm moonshot; gpt-oss recordings of 2025-12). */
export const reasoningTags: EnvelopeTags = { open: "<reasoning>", close: "</reasoning>", opened: false };
