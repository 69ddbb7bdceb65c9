import { isJsonObject, type JsonValue } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";
import type { Warn } from "./warning-log.js";

/**
 * The arguments of a call as a document, which must be an object. Empty text becomes `{}`; text that is not JSON is sent as a JSON string, which the
 * service judges.
 */
export function argumentsDocument(text: string | null, field: string, warn: Warn): JsonValue {
  if (text === null || text === "") {
    warn("arguments-empty", field, `${text === null ? "absent" : "empty"} arguments are sent as {}`);
    return {};
  }
  const parsed = parseJson(text);
  if (!parsed.ok) {
    warn("arguments-invalid", field, `arguments that are not JSON (${parsed.message}) are sent as a JSON string`);
    return text;
  }
  if (!isJsonObject(parsed.value))
    warn("arguments-not-object", field, "arguments that are not a JSON object are sent unchanged");
  return parsed.value as JsonValue;
}
