import type { JsonObject, JsonValue } from "../../../chat/json.js";
import type { Message, SystemMessage, ToolMessage, UserMessage } from "../../../chat/message.js";
import type { Warning } from "../../../chat/reply.js";
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
function encodeToolResult(message: ToolMessage, field: string, { warnings }: MessageContext): JsonObject {
  const warn = (id: string, path: string, message: string) => warnings.push({ id, field: `${field}${path}`, message });
  if (message.toolCallId === null)
    warn("tool-call-id-missing", ".toolCallId", "a tool result without the id of its call");
  if (message.status === "error")
    warn("tool-status-dropped", ".status", "this API cannot mark a tool result as failed");
  if (message.parts.length === 0)
    warn("tool-result-empty", ".parts", "a result without parts is sent as an empty text");
  const parts = message.parts.map((part, index) => {
    if (part.kind === "json") warn("json-as-text", `.parts[${index}]`, "JSON is sent as JSON text");
    else if (part.kind !== "text")
      warn("tool-result-media", `.parts[${index}]`, `not every service accepts ${part.kind} parts in a tool result`);
    return part.kind === "json" ? ({ kind: "text", text: JSON.stringify(part.value) } as const) : part;
  });
  return {
    role: "tool",
    ...(message.toolCallId === null ? {} : { tool_call_id: message.toolCallId }),
    ...nameOf(message.toolName),
    content: toolContent(parts, field, warnings),
  };
}

function toolContent(parts: readonly EncodablePart[], field: string, warnings: Warning[]): JsonValue {
  return encodeContent(parts, { field, warnings }) ?? "";
}

function nameOf(name: string | null): JsonObject {
  return name === null ? {} : { name };
}
