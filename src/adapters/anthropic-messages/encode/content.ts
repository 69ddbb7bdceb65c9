import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { Warn } from "../../blocks/warning-log.js";

/** Blocks as content: the text alone where they are one text without further members. */
export function contentOf(blocks: readonly JsonObject[]): JsonValue {
  const [only] = blocks;
  if (blocks.length !== 1 || only === undefined || only["type"] !== "text") return blocks;
  const text = only["text"];
  return Object.keys(only).length === 2 && typeof text === "string" ? text : blocks;
}

/** Warns of a message's name, which Messages cannot carry. */
export function warnName(name: string | null, field: string, warn: Warn): void {
  if (name === null) return;
  warn("dropped", `${field}.name`, `Messages has no name of a participant; ${JSON.stringify(name)} is not sent`);
}
