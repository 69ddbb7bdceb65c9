import { type JsonObject, said } from "../../chat/json.js";
import type { InferOptions } from "./infer-options.js";

/** A chat completion request with what the command line says of every one. */
export function requestOf(
  { model, temp, maxTokens }: Pick<InferOptions, "model" | "temp" | "maxTokens">,
  messages: readonly JsonObject[],
): JsonObject {
  return said({ model, messages, temperature: temp ?? null, max_tokens: maxTokens ?? null });
}
