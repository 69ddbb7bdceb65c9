import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import type { AssistantPart, Message, ToolResultPart } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
import { listAt, objectAt, textAt } from "../../openai/wire-members.js";
import { decodeMessages as decodeAsChat } from "../../openai-chat/decode-request/messages.js";

/**
 * Decodes the messages. System and user messages have the form of chat completions; an assistant's may have thinking and a plan, and
 * a result may be documents.
 */
export function decodeMessages(wire: readonly JsonValue[], warnings: Warning[]): readonly Message[] {
  return wire.flatMap((message, index) => {
    const role = isJsonObject(message) ? textAt(message, "role") : null;
    if (isJsonObject(message) && role === "assistant") return [decodeAssistant(message)];
    if (isJsonObject(message) && role === "tool") return [decodeResult(message)];
    const own: Warning[] = [];
    const decoded = decodeAsChat([message], own);
    warnings.push(...own.map((one) => ({ ...one, field: one.field.replace("messages[0]", `messages[${index}]`) })));
    return decoded;
  });
}

function decodeAssistant(message: JsonObject): Message {
  const parts: AssistantPart[] = contentOf(message).map((item): AssistantPart => {
    const thinking = textAt(item, "thinking");
    const text = textAt(item, "text");
    if (thinking !== null) {
      const plain = { kind: "reasoning", signature: null, redacted: null, details: null } as const;
      return { ...plain, text: thinking, field: "thinking" };
    }
    return text === null ? { kind: "other", raw: item } : { kind: "text", text };
  });
  const plan = textAt(message, "tool_plan");
  if (plan !== null && plan !== "") parts.push({ kind: "other", raw: { tool_plan: plan } });
  for (const call of listAt(message, "tool_calls") ?? []) parts.push(decodeCall(call));
  return { role: "assistant", parts, name: null };
}

function contentOf(message: JsonObject): readonly JsonObject[] {
  const text = textAt(message, "content");
  if (text !== null) return [{ type: "text", text }];
  return (listAt(message, "content") ?? []).filter(isJsonObject);
}

function decodeCall(call: JsonValue): AssistantPart {
  const called = isJsonObject(call) ? objectAt(call, "function") : null;
  if (!isJsonObject(call) || called === null) return { kind: "other", raw: call };
  return {
    kind: "tool-call",
    id: textAt(call, "id"),
    name: textAt(called, "name"),
    argumentsText: textAt(called, "arguments"),
  };
}

function decodeResult(message: JsonObject): Message {
  const parts = contentOf(message).map((item): ToolResultPart => {
    const text = textAt(item, "text");
    return text === null ? { kind: "json", value: dataOf(item) } : { kind: "text", text };
  });
  return { role: "tool", toolCallId: textAt(message, "tool_call_id"), toolName: null, parts, status: null };
}

/** The data of a document, which may be an object or JSON as text. */
function dataOf(item: JsonObject): JsonValue {
  return objectAt(item, "document")?.["data"] ?? item;
}
