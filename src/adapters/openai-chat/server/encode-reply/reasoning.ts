import type { JsonObject, JsonValue } from "../../../../chat/json.js";
import type { ReasoningPart } from "../../../../chat/message.js";

/**
 * Reasoning in every member that clients read: `reasoning_content` (Moonshot, DeepSeek, vLLM), `reasoning` (OpenRouter,
 * newer vLLM) and `reasoning_details` (OpenRouter; all read 2026-08). Details are the provider's own, unmodified; they
 * are made here only of what no text can say, and never of text alone.
 */
export function encodeReasoning(parts: readonly ReasoningPart[]): JsonObject {
  const shown = parts.flatMap(({ text }) => (text === null ? [] : [text]));
  const details = detailsOf(parts);
  return {
    ...(shown.length === 0 ? {} : reasoningTextMembers(shown.join(""))),
    ...(details === null ? {} : { reasoning_details: details }),
  };
}

/** One text in both of its members. */
export function reasoningTextMembers(text: string): JsonObject {
  return { reasoning_content: text, reasoning: text };
}

/** What of a reasoning part is opaque: bytes of the service that it wants back unchanged. */
type Opaque = Pick<ReasoningPart, "text" | "signature" | "redacted">;

/** Opaque reasoning as OpenRouter writes it (docs, reasoning tokens, read 2026-08), so that clients send it back. */
export function opaqueDetails(part: Opaque, firstIndex: number): readonly JsonObject[] {
  const { text, signature, redacted } = part;
  const signed = signature === null ? [] : [{ type: "reasoning.text", ...(text === null ? {} : { text }), signature }];
  const hidden = redacted === null ? [] : [{ type: "reasoning.encrypted", data: redacted }];
  return [...signed, ...hidden].map((detail, at) => ({ ...detail, index: firstIndex + at }));
}

/** Null: the provider sent none and nothing is opaque. An empty list that it sent stays an empty list. */
function detailsOf(parts: readonly ReasoningPart[]): readonly JsonValue[] | null {
  let details: readonly JsonValue[] | null = null;
  for (const part of parts) {
    const own: readonly JsonValue[] = part.details ?? opaqueDetails(part, details?.length ?? 0);
    if (part.details !== null || own.length > 0) details = [...(details ?? []), ...own];
  }
  return details;
}
