import { type JsonObject, withoutNulls } from "../../chat/json.js";
import type { RouterWords } from "./open-router.js";

/** Options of the commands that ask the router without a server. */
export type QueryOptions = RouterWords & {
  readonly model: string;
  readonly temp?: number;
  readonly maxTokens?: number;
};

/** A chat completion request with the settings of the command line. */
export function requestOf(
  { model, temp, maxTokens }: Pick<QueryOptions, "model" | "temp" | "maxTokens">,
  messages: readonly JsonObject[],
): JsonObject {
  return withoutNulls({ model, messages, temperature: temp ?? null, max_tokens: maxTokens ?? null });
}
