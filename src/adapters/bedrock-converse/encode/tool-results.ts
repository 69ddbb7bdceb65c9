import type { JsonObject } from "../../../chat/json.js";
import type { ToolMessage, ToolResultPart } from "../../../chat/message.js";
import type { Target } from "../../../chat/target.js";
import { unreachable } from "../../../chat/unreachable.js";
import type { Numbered } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { encodeDocument, encodeImage } from "./media.js";

/** Encodes one tool result: its id verbatim, and its status only when the message has one. */
export function encodeToolResult({ index, message }: Numbered<ToolMessage>, target: Target, warn: Warn): JsonObject {
  const field = `messages[${index}]`;
  if (message.toolCallId === null) {
    warn("tool-call-id-missing", `${field}.toolCallId`, "the result has no tool-call id, and none is invented");
  }
  if (message.status !== null && target.quirks.toolResultStatus === false) {
    warn(
      "status-unsupported",
      `${field}.status`,
      "this model does not support toolResult.status; it is sent unchanged",
    );
  }
  return {
    toolResult: {
      ...(message.toolCallId === null ? {} : { toolUseId: message.toolCallId }),
      content: message.parts.flatMap((part, partIndex) => encodePart(part, `${field}.parts[${partIndex}]`, warn)),
      ...(message.status === null ? {} : { status: message.status }),
    },
  };
}

function encodePart(part: ToolResultPart, field: string, warn: Warn): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ text: part.text }];
    case "json":
      return [{ json: part.value }];
    case "image":
      return encodeImage(part, field, warn);
    case "document":
      return encodeDocument(part, field, warn);
    default:
      return unreachable(part);
  }
}
