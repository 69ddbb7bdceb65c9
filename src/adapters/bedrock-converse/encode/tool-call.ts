import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ToolCallPart } from "../../../chat/message.js";
import { parseJson } from "../../../wire/json.js";
import type { Warn } from "./warning-log.js";

/** Encodes a tool call: id and name verbatim, the arguments text as a JSON document. */
export function encodeToolCall({ id, name, argumentsText }: ToolCallPart, field: string, warn: Warn): JsonObject {
  if (id === null) warn("tool-call-id-missing", `${field}.id`, "the call has no id, and none is invented");
  if (name === null) warn("tool-name-missing", `${field}.name`, "the call has no name, and none is invented");
  return {
    toolUse: {
      ...(id === null ? {} : { toolUseId: id }),
      ...(name === null ? {} : { name }),
      input: encodeArguments(argumentsText, `${field}.argumentsText`, warn),
    },
  };
}

/**
 * Converse requires an object. Empty text becomes `{}`; text that is not JSON is sent as a JSON string, which the
 * service judges.
 */
function encodeArguments(text: string | null, field: string, warn: Warn): JsonValue {
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
