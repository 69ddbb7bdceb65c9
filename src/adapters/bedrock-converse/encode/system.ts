import type { JsonObject } from "../../../chat/json.js";
import { encodeCachePoint, warnName } from "./shared-blocks.js";
import { isSystem, type Numbered, systemOf } from "./turns.js";
import type { Warn } from "./warning-log.js";

/** All system and developer messages as `system` blocks in their order; null: there is none. */
export function encodeSystem(messages: readonly Numbered[], warn: Warn): readonly JsonObject[] | null {
  const system = systemOf(messages);
  if (system.length === 0) return null;
  const firstSpoken = messages.find(({ message }) => !isSystem(message))?.index ?? Number.POSITIVE_INFINITY;
  return system.flatMap(({ index, message }) => {
    const field = `messages[${index}]`;
    if (index > firstSpoken) warn("system-moved", field, "a system message inside the conversation is sent before it");
    if (message.role === "developer") warn("role-translated", field, "developer is sent as system");
    warnName(message.name, field, warn);
    return message.parts.map((part) => (part.kind === "text" ? { text: part.text } : encodeCachePoint(part)));
  });
}
