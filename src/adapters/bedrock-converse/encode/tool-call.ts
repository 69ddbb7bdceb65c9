import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { ToolCallPart } from "../../../chat/message.js";
import { parseJson } from "../../../wire/json.js";
import type { Warn } from "./warning-log.js";

/** A tool call; its id and name verbatim, its arguments as the document that their text is. */
export function encodeToolCall({ id, name, argumentsText }: ToolCallPart, field: string, warn: Warn): JsonObject {
  if (id === null) warn("tool-call-id-missing", `${field}.id`, "the call has no id and none is made up");
  if (name === null) warn("tool-name-missing", `${field}.name`, "the call has no name and none is made up");
  return {
    toolUse: {
      ...(id === null ? {} : { toolUseId: id }),
      ...(name === null ? {} : { name }),
      input: encodeArguments(argumentsText, `${field}.argumentsText`, warn),
    },
  };
}

/** Converse wants an object: no text is `{}`, text that is no JSON goes out as a JSON string, which the service judges. */
function encodeArguments(text: string | null, field: string, warn: Warn): JsonValue {
  if (text === null || text === "") {
    warn("arguments-empty", field, `${text === null ? "absent" : "empty"} arguments are sent as {}`);
    return {};
  }
  const parsed = parseJson(text);
  if (!parsed.ok) {
    warn("arguments-invalid", field, `arguments that are no JSON (${parsed.message}) are sent as a JSON string`);
    return text;
  }
  if (!isJsonObject(parsed.value))
    warn("arguments-not-object", field, "arguments that are no JSON object are sent as they are");
  return parsed.value as JsonValue;
}
