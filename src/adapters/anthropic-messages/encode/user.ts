import type { JsonObject } from "../../../chat/json.js";
import type { ToolMessage, UserPart } from "../../../chat/message.js";
import { unreachable } from "../../../chat/unreachable.js";
import { cached, markCached, textBlock, toolResultBlock } from "../../anthropic/write-blocks.js";
import { type PlacedPart, resultContent } from "../../blocks/result-content.js";
import type { Numbered, Turn } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { contentOf, warnName } from "./content.js";
import { encodeDocument, encodeImage } from "./media.js";

/** Encodes a user turn: its tool results and its messages, in their order. */
export function encodeUserTurn({ messages }: Turn & { role: "user" }, warn: Warn): readonly JsonObject[] {
  const blocks: JsonObject[] = [];
  for (const { index, message } of messages) {
    const field = `messages[${index}]`;
    if (message.role === "tool") {
      blocks.push(encodeToolResult({ index, message }, warn));
      continue;
    }
    warnName(message.name, field, warn);
    message.parts.forEach((part, at) => {
      addPart(blocks, part, { field: `${field}.parts[${at}]`, warn });
    });
  }
  return blocks;
}

type Place = { readonly field: string; readonly warn: Warn };

/** A cache point marks the block before it, which may be a tool result. */
function addPart(blocks: JsonObject[], part: UserPart, { field, warn }: Place): void {
  switch (part.kind) {
    case "text":
      blocks.push(textBlock(part.text));
      return;
    case "image":
      blocks.push(encodeImage(part, field, warn));
      return;
    case "document":
      blocks.push(encodeDocument(part, field, warn));
      return;
    case "cache-point":
      if (!markCached(blocks, part)) warnNothingBefore(field, warn);
      return;
    default:
      unreachable(part);
  }
}

function encodeToolResult({ index, message }: Numbered<ToolMessage>, warn: Warn): JsonObject {
  const field = `messages[${index}]`;
  if (message.toolCallId === null) {
    warn("tool-call-id-missing", `${field}.toolCallId`, "the result has no tool-call id, and none is invented");
  }
  const { after } = resultContent(message.parts);
  const inside = after === null ? message.parts : message.parts.slice(0, -1);
  const content: JsonObject[] = [];
  inside.forEach((part, at) => {
    const place = `${field}.parts[${at}]`;
    if (part.kind !== "cache-point") content.push(resultBlock(part, place, warn));
    else if (!markCached(content, part)) warnNothingBefore(place, warn);
  });
  const block = toolResultBlock({
    toolCallId: message.toolCallId,
    content: contentOf(content),
    isError: message.status === null ? null : message.status === "error",
  });
  return after === null ? block : cached(block, after);
}

function warnNothingBefore(field: string, warn: Warn): void {
  warn("cache-point-dropped", field, "there is no block before the cache point to mark");
}

function resultBlock(part: PlacedPart["part"], field: string, warn: Warn): JsonObject {
  switch (part.kind) {
    case "text":
      return textBlock(part.text);
    case "json":
      warn("json-as-text", field, "JSON is sent as JSON text");
      return textBlock(JSON.stringify(part.value));
    case "image":
      return encodeImage(part, field, warn);
    case "document":
      return encodeDocument(part, field, warn);
    default:
      return unreachable(part);
  }
}
