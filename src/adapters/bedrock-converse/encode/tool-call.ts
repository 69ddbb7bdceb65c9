import type { JsonObject } from "../../../chat/json.js";
import type { ToolCallPart } from "../../../chat/message.js";
import { argumentsDocument } from "../../blocks/arguments-document.js";
import type { Warn } from "../../blocks/warning-log.js";

/** Encodes a tool call: id and name verbatim, the arguments text as a JSON document. */
export function encodeToolCall({ id, name, argumentsText }: ToolCallPart, field: string, warn: Warn): JsonObject {
  if (id === null) warn("tool-call-id-missing", `${field}.id`, "the call has no id, and none is invented");
  if (name === null) warn("tool-name-missing", `${field}.name`, "the call has no name, and none is invented");
  return {
    toolUse: {
      ...(id === null ? {} : { toolUseId: id }),
      ...(name === null ? {} : { name }),
      input: argumentsDocument(argumentsText, `${field}.argumentsText`, warn),
    },
  };
}
