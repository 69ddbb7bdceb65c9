import type { JsonObject } from "../../../chat/json.js";
import type { ToolMessage } from "../../../chat/message.js";
import type { Target } from "../../../chat/target.js";
import { unreachable } from "../../../chat/unreachable.js";
import { type PlacedPart, resultContent } from "../../blocks/result-content.js";
import type { Numbered } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { encodeDocument, encodeImage } from "./media.js";
import { encodeCachePoint } from "./shared-blocks.js";

/**
 * Encodes one tool result: its id verbatim, its status only when the message has one, and the cache point after it as a block of its own.
 * Inside a result the API has none (service model, ToolResultContentBlock, read 2026-11-29).
 */
export function encodeToolResult(
  { index, message }: Numbered<ToolMessage>,
  target: Target,
  warn: Warn,
): readonly JsonObject[] {
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
  const { shown, between, after } = resultContent(message.parts);
  for (const { at } of between) {
    warn("cache-point-dropped", `${field}.parts[${at}]`, "Converse has no cache point inside a tool result");
  }
  const toolResult: JsonObject = {
    ...(message.toolCallId === null ? {} : { toolUseId: message.toolCallId }),
    content: shown.flatMap(({ part, at }) => encodePart(part, `${field}.parts[${at}]`, warn)),
    ...(message.status === null ? {} : { status: message.status }),
  };
  return after === null ? [{ toolResult }] : [{ toolResult }, encodeCachePoint(after)];
}

function encodePart(part: PlacedPart["part"], field: string, warn: Warn): readonly JsonObject[] {
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
