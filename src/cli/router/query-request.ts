import { type JsonObject, said } from "../../chat/json.js";
import type { RouterOptions } from "./open-router.js";

/** Options of every command that asks the router without a server. */
export type QueryOptions = RouterOptions & {
  readonly model: string;
  readonly temp?: number;
  readonly maxTokens?: number;
};

/** A chat completion request with what the command line says of every one. */
export function requestOf(
  { model, temp, maxTokens }: Pick<QueryOptions, "model" | "temp" | "maxTokens">,
  messages: readonly JsonObject[],
): JsonObject {
  return said({ model, messages, temperature: temp ?? null, max_tokens: maxTokens ?? null });
}
