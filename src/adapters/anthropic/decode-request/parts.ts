import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, CachePointPart, SystemPart, ToolResultPart, UserPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { arrayIn, documentText, objectIn, stringIn } from "../../draft/read-json.js";
import { mediaPart } from "./media.js";
import { type Place, placeAt } from "./place.js";

/** The blocks of a message's content, each with its place. A string is one text block, even when it is empty. */
export function blocksOf(
  content: JsonValue | undefined,
  { field, warnings }: { readonly field: string; readonly warnings: Warning[] },
): readonly (readonly [block: JsonObject, place: Place])[] {
  if (content === undefined || content === null) return [];
  if (typeof content === "string") return [[{ type: "text", text: content }, placeAt(warnings, field)]];
  if (!Array.isArray(content)) {
    placeAt(warnings, field).lose("part-dropped", "content that is neither text nor a list");
    return [];
  }
  return content.flatMap((block: JsonValue, at) => {
    const place = placeAt(warnings, `${field}[${at}]`);
    if (isJsonObject(block)) return [[block, place] as const];
    place.lose("part-dropped", "a block that is not an object");
    return [];
  });
}

/** Decodes a block of the system prompt. */
export function systemParts(block: JsonObject, place: Place): readonly SystemPart[] {
  const parts = textParts(block);
  if (parts.length === 0) loseBlock(block, place);
  return [...parts, ...cachePoint(block)];
}

/** Decodes a block of a user's message, except a tool result. */
export function userParts(block: JsonObject, place: Place): readonly UserPart[] {
  return [...shownParts(block, place), ...cachePoint(block)];
}

/** Decodes a block inside a tool result. */
export function resultParts(block: JsonObject, place: Place): readonly ToolResultPart[] {
  return [...shownParts(block, place), ...cachePoint(block)];
}

/** Decodes a block of the model's message. A block of another kind, such as a server tool's, is kept unchanged. */
export function assistantParts(block: JsonObject, place: Place): readonly AssistantPart[] {
  switch (stringIn(block, "type")) {
    case "text":
      if ((arrayIn(block, "citations") ?? []).length > 0) place.lose("not-read", "the citations of a text");
      return [...textParts(block), ...cachePoint(block)];
    case "tool_use":
      return [toolCall(block, place), ...cachePoint(block)];
    case "thinking":
    case "redacted_thinking":
      return [
        {
          kind: "reasoning",
          text: stringIn(block, "thinking"),
          signature: stringIn(block, "signature"),
          redacted: stringIn(block, "data"),
          details: null,
          field: "thinking",
        },
      ];
    default:
      return [{ kind: "other", raw: block }];
  }
}

/** The cache boundary that a block marks after itself. */
export function cachePoint(block: JsonObject): readonly CachePointPart[] {
  const control = objectIn(block, "cache_control");
  return control === null ? [] : [{ kind: "cache-point", ttl: stringIn(control, "ttl") }];
}

function toolCall(block: JsonObject, place: Place): AssistantPart {
  const caller = stringIn(objectIn(block, "caller") ?? {}, "type");
  if (caller !== null && caller !== "direct") place.lose("not-read", `the caller ${caller} of a tool call`);
  const argumentsText = documentText(block["input"]);
  return { kind: "tool-call", id: stringIn(block, "id"), name: stringIn(block, "name"), argumentsText };
}

function shownParts(block: JsonObject, place: Place): readonly Exclude<UserPart, CachePointPart>[] {
  const type = stringIn(block, "type");
  if (type === "image" || type === "document") {
    const part = mediaPart(block, place);
    return part === null ? [] : [part];
  }
  const parts = textParts(block);
  if (parts.length === 0) loseBlock(block, place);
  return parts;
}

function textParts(block: JsonObject) {
  const text = stringIn(block, "type") === "text" ? stringIn(block, "text") : null;
  return text === null ? [] : [{ kind: "text", text } as const];
}

function loseBlock(block: JsonObject, place: Place): void {
  place.lose("part-dropped", `a ${String(stringIn(block, "type"))} block`);
}
