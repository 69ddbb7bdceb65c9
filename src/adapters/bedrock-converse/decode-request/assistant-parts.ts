import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, CachePointPart } from "../../../chat/message.js";
import type { Warn } from "../../blocks/warning-log.js";
import { memberOf, objectOf, textOf } from "../wire.js";
import { warnUnread } from "./unread.js";

/** Decodes a block of an assistant message; a block that the chat vocabulary does not have is kept whole. */
export function decodeAssistantPart(block: JsonValue, field: string, warn: Warn): AssistantPart {
  if (!isJsonObject(block)) return { kind: "other", raw: block };
  const text = textOf(block, "text");
  if (text !== null) return { kind: "text", text };
  const call = objectOf(block, "toolUse");
  if (call !== null && textOf(call, "type") !== "server_tool_use")
    return decodeToolCall(call, `${field}.toolUse`, warn);
  const reasoning = objectOf(block, "reasoningContent");
  if (reasoning !== null) return decodeReasoning(reasoning);
  const cachePoint = objectOf(block, "cachePoint");
  return cachePoint === null ? { kind: "other", raw: block } : decodeCachePoint(cachePoint);
}

/** Decodes a cache point; `ttl` is null when it has none. */
export function decodeCachePoint(cachePoint: JsonObject): CachePointPart {
  return { kind: "cache-point", ttl: textOf(cachePoint, "ttl") };
}

function decodeToolCall(call: JsonObject, field: string, warn: Warn): AssistantPart {
  warnUnread(call, { known: ["toolUseId", "name", "input"], field: field }, warn);
  const input = memberOf(call, "input");
  const argumentsText = input === undefined ? null : JSON.stringify(input);
  return { kind: "tool-call", id: textOf(call, "toolUseId"), name: textOf(call, "name"), argumentsText };
}

function decodeReasoning(reasoning: JsonObject): AssistantPart {
  const shown = objectOf(reasoning, "reasoningText");
  return {
    kind: "reasoning",
    text: shown === null ? null : textOf(shown, "text"),
    signature: shown === null ? null : textOf(shown, "signature"),
    redacted: textOf(reasoning, "redactedContent"),
    details: null,
    field: "reasoningContent",
  };
}
