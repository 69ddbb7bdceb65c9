import type { JsonObject } from "../../../chat/json.js";
import type { Message, SystemMessage, ToolMessage, UserMessage } from "../../../chat/message.js";
import { unreachable } from "../../../chat/unreachable.js";
import { encodeAssistant, type MessageContext } from "./assistant.js";
import { type EncodablePart, encodeContent } from "./parts.js";

/** Encodes each message as one wire message, in the given order: nothing is merged, moved or left out. */
export function encodeMessages(messages: readonly Message[], context: MessageContext): readonly JsonObject[] {
  return messages.map((message, index) => encodeMessage(message, `messages[${index}]`, context));
}

function encodeMessage(message: Message, field: string, context: MessageContext): JsonObject {
  switch (message.role) {
    case "system":
    case "developer":
    case "user":
      return encodeContentMessage(message, field, context);
    case "assistant":
      return encodeAssistant(message, field, context);
    case "tool":
      return encodeToolResult(message, field, context);
    default:
      return unreachable(message);
  }
}

function encodeContentMessage(
  message: SystemMessage | UserMessage,
  field: string,
  { warnings }: MessageContext,
): JsonObject {
  const content = encodeContent(message.parts, { field, warnings });
  const { role, name } = message;
  return name === null ? { role, content: content ?? [] } : { role, content: content ?? [], name };
}

/** OpenAI's reference has no `name` on a tool message; Moonshot's and Mistral's do (both read 2026-08). */
function encodeToolResult(message: ToolMessage, field: string, { warnings, marksResults }: MessageContext): JsonObject {
  const warn = (id: string, path: string, message: string) => warnings.push({ id, field: `${field}${path}`, message });
  if (message.toolCallId === null)
    warn("tool-call-id-missing", ".toolCallId", "a tool result without the id of its call");
  if (message.status === "error")
    warn("tool-status-dropped", ".status", "this API cannot mark a tool result as failed");
  if (message.parts.every(({ kind }) => kind === "cache-point"))
    warn("tool-result-empty", ".parts", "a result without parts is sent as an empty text");
  const indexes: number[] = [];
  const parts = message.parts.flatMap((part, index): readonly EncodablePart[] => {
    const place = `.parts[${index}]`;
    if (part.kind === "cache-point" && !marksResults) {
      warn("cache-point-dropped", place, "this service is not known to take a mark in a tool result");
      return [];
    }
    indexes.push(index);
    if (part.kind === "json") warn("json-as-text", place, "JSON is sent as JSON text");
    else if (part.kind === "image" || part.kind === "document")
      warn("tool-result-media", place, `not every service accepts ${part.kind} parts in a tool result`);
    return [part.kind === "json" ? { kind: "text", text: JSON.stringify(part.value) } : part];
  });
  return {
    role: "tool",
    ...(message.toolCallId === null ? {} : { tool_call_id: message.toolCallId }),
    ...nameOf(message.toolName),
    content: encodeContent(parts, { field, warnings, indexes }) ?? "",
  };
}

function nameOf(name: string | null): JsonObject {
  return name === null ? {} : { name };
}
