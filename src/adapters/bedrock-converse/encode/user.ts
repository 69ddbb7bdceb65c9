import type { JsonObject } from "../../../chat/json.js";
import type { UserMessage, UserPart } from "../../../chat/message.js";
import { unreachable } from "../../../chat/unreachable.js";
import type { Numbered } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { encodeDocument, encodeImage } from "./media.js";
import { encodeCachePoint, warnName } from "./shared-blocks.js";

/** Encodes a user message as content blocks, in the order of its parts. */
export function encodeUser({ index, message }: Numbered<UserMessage>, warn: Warn): readonly JsonObject[] {
  const field = `messages[${index}]`;
  warnName(message.name, field, warn);
  return message.parts.flatMap((part, partIndex) => encodePart(part, `${field}.parts[${partIndex}]`, warn));
}

function encodePart(part: UserPart, field: string, warn: Warn): readonly JsonObject[] {
  switch (part.kind) {
    case "text":
      return [{ text: part.text }];
    case "image":
      return encodeImage(part, field, warn);
    case "document":
      return encodeDocument(part, field, warn);
    case "cache-point":
      return [encodeCachePoint(part)];
    default:
      return unreachable(part);
  }
}
