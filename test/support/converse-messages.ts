import type { AssistantPart, Message, ToolMessage, ToolResultPart, UserPart } from "../../src/chat/message.js";
import type { Tool } from "../../src/chat/request.js";

export const weather: Tool = {
  name: "get_weather",
  description: "Weather",
  parameters: { type: "object", properties: { z: {}, a: {} } },
  strict: null,
};

export function user(...parts: readonly UserPart[]): Message {
  return { role: "user", parts, name: null };
}

export function userText(text: string): Message {
  return user({ kind: "text", text });
}

export function assistant(...parts: readonly AssistantPart[]): Message {
  return { role: "assistant", parts, name: null };
}

export function text(value: string): { readonly kind: "text"; readonly text: string } {
  return { kind: "text", text: value };
}

export function call(
  id: string | null,
  argumentsText: string | null = "{}",
  name: string | null = "get_weather",
): AssistantPart {
  return { kind: "tool-call", id, name, argumentsText };
}

export function result(toolCallId: string | null, ...parts: readonly ToolResultPart[]): ToolMessage {
  return { role: "tool", toolCallId, toolName: null, parts, status: null };
}
