import type { JsonObject } from "../../chat/json.js";

/** True when the member is present and not null. */
export function has(object: JsonObject, name: string): boolean {
  return object[name] !== undefined && object[name] !== null;
}

/** The path below the base URL, with and without streaming: streaming is a member of the body. */
export const chatCompletionsPath = "/chat/completions";

/** The data of the event that ends a stream. */
export const doneMark = "[DONE]";
