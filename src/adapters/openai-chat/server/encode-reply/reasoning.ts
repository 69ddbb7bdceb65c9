import type { JsonObject, JsonValue } from "../../../../chat/json.js";
import type { ReasoningPart } from "../../../../chat/message.js";

/**
 * Encodes reasoning in every member that clients read: `reasoning_content` (Moonshot, DeepSeek, vLLM), `reasoning`
 * (OpenRouter, newer vLLM) and `reasoning_details` (OpenRouter; all read 2026-08). Details are the provider's own,
 * unmodified. New details are made only for opaque reasoning, never for text alone.
 */
export function encodeReasoning(parts: readonly ReasoningPart[]): JsonObject {
  const shown = parts.flatMap(({ text }) => (text === null ? [] : [text]));
  const details = detailsOf(parts);
  return {
    ...(shown.length === 0 ? {} : reasoningTextMembers(shown.join(""))),
    ...(details === null ? {} : { reasoning_details: details }),
  };
}

/** One reasoning text in both members that clients read. */
export function reasoningTextMembers(text: string): JsonObject {
  return { reasoning_content: text, reasoning: text };
}

/** The opaque members of a reasoning part, which the service requires back unchanged, and the text that they belong to. */
type Opaque = Pick<ReasoningPart, "text" | "signature" | "redacted">;

/** Opaque reasoning in OpenRouter's form (docs, reasoning tokens, read 2026-08), which clients send back. */
export function opaqueDetails(part: Opaque, firstIndex: number): readonly JsonObject[] {
  const { text, signature, redacted } = part;
  const signed = signature === null ? [] : [{ type: "reasoning.text", ...(text === null ? {} : { text }), signature }];
  const hidden = redacted === null ? [] : [{ type: "reasoning.encrypted", data: redacted }];
  return [...signed, ...hidden].map((detail, offset) => ({ ...detail, index: firstIndex + offset }));
}

/** Null when the provider sent no details and nothing is opaque. An empty list from the provider stays an empty list. */
function detailsOf(parts: readonly ReasoningPart[]): readonly JsonValue[] | null {
  let details: readonly JsonValue[] | null = null;
  for (const part of parts) {
    const added: readonly JsonValue[] = part.details ?? opaqueDetails(part, details?.length ?? 0);
    if (part.details !== null || added.length > 0) details = [...(details ?? []), ...added];
  }
  return details;
}
