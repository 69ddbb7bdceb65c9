import type { Finish, FinishKind } from "../../../chat/reply.js";

/**
 * Maps a stop reason of any body family to a finish, with the original in `raw`. A value that is not listed is `other`.
 * Values are compared without case (Titan and Cohere use capitals).
 */
export function finishOf(word: string, stopSequence: string | null = null): Finish {
  return { kind: kinds.get(word.toLowerCase()) ?? "other", raw: word, nativeRaw: null, stopSequence };
}

const kinds: ReadonlyMap<string, FinishKind> = new Map([
  ["stop", "stop"], // Llama, Mistral, OpenAI-shaped
  ["end_turn", "stop"], // Anthropic, Nova
  ["stop_sequence", "stop"], // Anthropic, Cohere
  ["finish", "stop"], // Titan as recorded; its guide writes FINISHED
  ["finished", "stop"],
  ["stop_criteria_met", "stop"], // Titan
  ["complete", "stop"], // Cohere
  ["endoftext", "stop"], // AI21 J2
  ["tool_use", "tool-calls"], // Anthropic, Nova
  ["tool_calls", "tool-calls"], // OpenAI-shaped
  ["length", "length"],
  ["max_tokens", "length"],
  ["model_length", "length"], // Mistral: the context is full
  ["model_context_window_exceeded", "length"],
  ["content_filter", "content-filter"],
  ["content_filtered", "content-filter"],
  ["guardrail_intervened", "content-filter"],
  ["intervened", "content-filter"], // amazon-bedrock-guardrailAction, where there is no other value
  ["refusal", "content-filter"], // Anthropic
  ["error_toxic", "content-filter"], // Cohere
  ["error", "error"],
  ["error_limit", "error"], // Cohere
  ["malformed_tool_use", "error"],
  ["malformed_model_output", "error"],
  ["rag_query_when_rag_disabled", "error"], // Titan
]);
