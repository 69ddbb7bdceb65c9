import type { JsonObject } from "../../../chat/json.js";
import type { ToolMessage, ToolResultPart } from "../../../chat/message.js";
import type { Target } from "../../../chat/target.js";
import { unreachable } from "../../../chat/unreachable.js";
import { encodeDocument, encodeImage } from "./media.js";
import type { Numbered } from "./turns.js";
import type { Warn } from "./warning-log.js";

/** One tool result; its id verbatim, its status only where the message says so. */
export function encodeToolResult({ index, message }: Numbered<ToolMessage>, target: Target, warn: Warn): JsonObject {
  const field = `messages[${index}]`;
  if (message.toolCallId === null) {
    warn("tool-call-id-missing", `${field}.toolCallId`, "the result has no tool-call id and none is made up");
  }
  if (message.status !== null && target.quirks.toolResultStatus === false) {
    warn("status-unsupported", `${field}.status`, "this model takes no toolResult.status; it is sent as said");
  }
  return {
    toolResult: {
      ...(message.toolCallId === null ? {} : { toolUseId: message.toolCallId }),
      content: message.parts.flatMap((part, at) => encodePart(part, `${field}.parts[${at}]`, warn)),
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
