import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Message, ToolMessage, ToolResultPart, UserPart } from "../../../chat/message.js";
import type { Warn } from "../../blocks/warning-log.js";
import { listOf, memberOf, objectOf, textOf } from "../wire.js";
import { decodeCachePoint } from "./assistant-parts.js";
import { decodeDocument, decodeImage } from "./media.js";
import { warnUnread } from "./unread.js";

/**
 * Decodes one user turn into messages, in order: one for each tool result, with the cache point that follows it, and one for each run
 * of other blocks.
 */
export function decodeUserTurn(content: readonly JsonValue[], field: string, warn: Warn): readonly Message[] {
  const messages: Message[] = [];
  let parts: UserPart[] = [];
  const endRun = (): void => {
    if (parts.length > 0) messages.push({ role: "user", parts, name: null });
    parts = [];
  };
  content.forEach((block, index) => {
    const result = isJsonObject(block) ? objectOf(block, "toolResult") : null;
    const point = isJsonObject(block) ? objectOf(block, "cachePoint") : null;
    const before = parts.length === 0 ? messages.at(-1) : undefined;
    if (point !== null && before?.role === "tool" && !endsWithPoint(before)) {
      messages[messages.length - 1] = { ...before, parts: [...before.parts, decodeCachePoint(point)] };
    } else if (result === null) parts.push(...decodeUserPart(block, `${field}[${index}]`, warn));
    else {
      endRun();
      messages.push(decodeToolResult(result, `${field}[${index}].toolResult`, warn));
    }
  });
  endRun();
  return messages.length === 0 ? [{ role: "user", parts: [], name: null }] : messages;
}

function endsWithPoint({ parts }: ToolMessage): boolean {
  return parts.at(-1)?.kind === "cache-point";
}

function decodeUserPart(block: JsonValue, field: string, warn: Warn): readonly UserPart[] {
  const part = isJsonObject(block) ? userPart(block, field, warn) : null;
  if (part !== null) return [part];
  warn("unread-block", field, `a user message cannot hold ${describe(block)}`);
  return [];
}

function userPart(block: JsonObject, field: string, warn: Warn): UserPart | null {
  const text = textOf(block, "text");
  if (text !== null) return { kind: "text", text };
  const cachePoint = objectOf(block, "cachePoint");
  if (cachePoint !== null) return decodeCachePoint(cachePoint);
  return decodeImage(block, field, warn) ?? decodeDocument(block, field, warn) ?? guardedText(block, field, warn);
}

/** Decodes text that is marked for a guardrail as text; the chat vocabulary does not have the mark. */
function guardedText(block: JsonObject, field: string, warn: Warn): UserPart | null {
  const guarded = objectOf(block, "guardContent");
  const inner = guarded === null ? null : objectOf(guarded, "text");
  const text = inner === null ? null : textOf(inner, "text");
  if (text === null) return null;
  warn("unread-member", `${field}.guardContent`, "the text is read, but not its mark for the guardrail");
  return { kind: "text", text };
}

function decodeToolResult(result: JsonObject, field: string, warn: Warn): ToolMessage {
  const status = textOf(result, "status");
  warnUnread(result, { known: ["toolUseId", "content", "status"], field: field }, warn);
  return {
    role: "tool",
    toolCallId: textOf(result, "toolUseId"),
    toolName: null,
    parts: (listOf(result, "content") ?? []).flatMap((block, index) =>
      decodeResultPart(block, `${field}.content[${index}]`, warn),
    ),
    status: status === "success" || status === "error" ? status : null,
  };
}

function decodeResultPart(block: JsonValue, field: string, warn: Warn): readonly ToolResultPart[] {
  const part = isJsonObject(block) ? resultPart(block, field, warn) : null;
  if (part !== null) return [part];
  warn("unread-block", field, `a tool result cannot hold ${describe(block)}`);
  return [];
}

function resultPart(block: JsonObject, field: string, warn: Warn): ToolResultPart | null {
  const text = textOf(block, "text");
  if (text !== null) return { kind: "text", text };
  const json = memberOf(block, "json");
  if (json !== undefined) return { kind: "json", value: json };
  return decodeImage(block, field, warn) ?? decodeDocument(block, field, warn);
}

function describe(block: JsonValue): string {
  return isJsonObject(block) ? Object.keys(block).join(", ") || "an empty block" : "a block that is not an object";
}
