import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { Message, ToolMessage, ToolResultPart, UserPart } from "../../../chat/message.js";
import type { Warn } from "../encode/warning-log.js";
import { listOf, memberOf, objectOf, textOf } from "../wire.js";
import { decodeCachePoint } from "./assistant-parts.js";
import { decodeDocument, decodeImage } from "./media.js";
import { warnUnread } from "./unread.js";

/** The messages of one user turn in their order: each tool result is one, each run of other blocks is one. */
export function decodeUserTurn(content: readonly JsonValue[], field: string, warn: Warn): readonly Message[] {
  const messages: Message[] = [];
  let said: UserPart[] = [];
  const endRun = (): void => {
    if (said.length > 0) messages.push({ role: "user", parts: said, name: null });
    said = [];
  };
  content.forEach((block, index) => {
    const result = isJsonObject(block) ? objectOf(block, "toolResult") : null;
    if (result === null) said.push(...decodeUserPart(block, `${field}[${index}]`, warn));
    else {
      endRun();
      messages.push(decodeToolResult(result, `${field}[${index}].toolResult`, warn));
    }
  });
  endRun();
  return messages.length === 0 ? [{ role: "user", parts: [], name: null }] : messages;
}

function decodeUserPart(block: JsonValue, field: string, warn: Warn): readonly UserPart[] {
  const part = isJsonObject(block) ? userPart(block, field, warn) : null;
  if (part !== null) return [part];
  warn("unread-block", field, `no part of a user's message stands for ${describe(block)}`);
  return [];
}

function userPart(block: JsonObject, field: string, warn: Warn): UserPart | null {
  const text = textOf(block, "text");
  if (text !== null) return { kind: "text", text };
  const cachePoint = objectOf(block, "cachePoint");
  if (cachePoint !== null) return decodeCachePoint(cachePoint);
  return decodeImage(block, field, warn) ?? decodeDocument(block, field, warn) ?? guardedText(block, field, warn);
}

/** Text that is marked for a guardrail is text; the mark stands for nothing in chat words. */
function guardedText(block: JsonObject, field: string, warn: Warn): UserPart | null {
  const guarded = objectOf(block, "guardContent");
  const inner = guarded === null ? null : objectOf(guarded, "text");
  const text = inner === null ? null : textOf(inner, "text");
  if (text === null) return null;
  warn("unread-member", `${field}.guardContent`, "the text is read, its mark for the guardrail is not");
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
  warn("unread-block", field, `no part of a tool result stands for ${describe(block)}`);
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
  return isJsonObject(block) ? Object.keys(block).join(", ") || "an empty block" : "a block that is no object";
}
