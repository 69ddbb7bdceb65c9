import { isJsonObject, type JsonObject } from "../../../chat/json.js";
import type { OtherPart } from "../../../chat/message.js";
import type { Warn } from "../../blocks/warning-log.js";

/** A part that we have no type for goes back in its place where it is a block of Messages; any other API's is left out. */
export function encodeOther({ raw }: OtherPart, field: string, warn: Warn): readonly JsonObject[] {
  if (isJsonObject(raw) && isMessagesBlock(raw)) return [raw];
  warn("other-part-dropped", field, "a part of another API, which has no block in Messages, is not sent");
  return [];
}

/**
 * Blocks of an assistant beside text, thinking and calls: those of hosted tools, whose results are named after their tool
 * (`web_search_tool_result`, `mcp_tool_result`), and a few of their own (Messages API reference, read 2026-11). `compaction` is an item
 * of OpenAI's Responses too, with encrypted content in place of text.
 */
export function isMessagesBlock(raw: JsonObject): boolean {
  const { type } = raw;
  if (typeof type !== "string") return false;
  if (type === "compaction") return "content" in raw && !("encrypted_content" in raw);
  return ownBlocks.has(type) || /^[a-z_]+_tool_(?:use|result)$/.test(type);
}

const ownBlocks: ReadonlySet<string> = new Set([
  "text",
  "thinking",
  "redacted_thinking",
  "tool_use",
  "search_result",
  "container_upload",
  "fallback",
  "image",
  "document",
]);
