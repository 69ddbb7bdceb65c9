import type { JsonObject } from "../../../chat/json.js";
import { isSystem, type Numbered, systemOf } from "../../blocks/turns.js";
import type { Warn } from "../../blocks/warning-log.js";
import { encodeCachePoint, warnName } from "./shared-blocks.js";

/** Encodes all system and developer messages as `system` blocks, in order; null when there are none. */
export function encodeSystem(messages: readonly Numbered[], warn: Warn): readonly JsonObject[] | null {
  const system = systemOf(messages);
  if (system.length === 0) return null;
  const conversationStart = messages.find(({ message }) => !isSystem(message))?.index ?? Number.POSITIVE_INFINITY;
  return system.flatMap(({ index, message }) => {
    const field = `messages[${index}]`;
    if (index > conversationStart)
      warn("system-moved", field, "a system message inside the conversation is sent before it");
    if (message.role === "developer") warn("role-translated", field, "developer is sent as system");
    warnName(message.name, field, warn);
    return message.parts.map((part) => (part.kind === "text" ? { text: part.text } : encodeCachePoint(part)));
  });
}
