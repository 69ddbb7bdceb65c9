import type { SystemMessage } from "../chat/message.js";
import type { Warning } from "../chat/reply.js";

/** The id of the warning that JSON was asked for by an instruction, so that the reply must be checked. */
export const instructedJson = "json-object-instructed";

/** The warning with the id {@link instructedJson}. */
export const instructedJsonWarning: Warning = {
  id: instructedJson,
  field: "responseFormat",
  message:
    "this API has no JSON mode without a schema: the model is told to reply with a JSON object, and the reply is checked",
};

/**
 * The system message that asks for a JSON object, for an API that has no JSON mode without a schema. A schema that allows any
 * object is no way round: only some models take one, and Bedrock's structured output wants closed schemas
 * (langchain-ai/langchain-aws#883; AWS "Structured output", read 2026-11-28).
 */
export const jsonInstruction: SystemMessage = {
  role: "system",
  parts: [
    { kind: "text", text: "Reply with one JSON object and nothing else: no Markdown, no text before or after it." },
  ],
  name: null,
};
