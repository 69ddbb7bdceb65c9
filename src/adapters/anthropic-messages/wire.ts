import { isJsonObject, type JsonObject } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";

/** The text that ends the streams of other APIs. Gateways send it here too, where it means nothing. */
export const doneMark = "[DONE]";

/** The JSON object of a text; null: it is none. */
export function objectOf(text: string): JsonObject | null {
  const parsed = parseJson(text);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}

/** The first 120 characters of a text, for a note. */
export function quote(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
