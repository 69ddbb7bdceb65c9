import type { SystemMessage } from "../chat/message.js";
import type { Warning } from "../chat/reply.js";
import type { ResponseFormat } from "../chat/request.js";

/** The id of the warning that JSON was asked for by an instruction, so that the reply must be checked. */
export const instructedJson = "json-instructed";

/** What asks for JSON in place of a member of the body. */
export type JsonInstruction = { readonly message: SystemMessage; readonly warning: Warning };

/**
 * The system message that asks for JSON, for an API or a body that has no member for the format, and its warning. Null: the
 * format is text. A schema that allows any object is no way round: only some models take one, and Bedrock's structured output
 * wants closed schemas (langchain-ai/langchain-aws#883; AWS "Structured output", read 2026-11-28).
 */
export function jsonInstruction(format: ResponseFormat | null): JsonInstruction | null {
  if (format === null || format.kind === "text") return null;
  const isObject = format.kind === "json-object";
  const fits = isObject ? "" : ` that fits this JSON Schema: ${JSON.stringify(format.schema)}`;
  return {
    message: {
      role: "system",
      parts: [{ kind: "text", text: `${order}${fits}` }],
      name: null,
    },
    warning: {
      id: instructedJson,
      field: "responseFormat",
      message: `nothing in this body asks for ${isObject ? "a JSON object" : "a schema"}: the model is told to reply so, and a reply that is no JSON object fails`,
    },
  };
}

const order = "Reply with one JSON object and nothing else, no Markdown, no text before or after it";
