import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { listOf, memberOf, textOf } from "../../members.js";

/** The messages of OpenTelemetry's conventions (`role`, `parts`) in the form of Chat Completions; null: something else. */
export function messagesOfParts(value: unknown): JsonValue[] | null {
  const messages = listOf(value)?.map(messageOfParts) ?? [];
  return messages.length > 0 && messages.every((one) => one !== null) ? messages : null;
}

/** One message. A message that already has `content` is kept as it is. null: neither. */
export function messageOfParts(value: unknown): JsonObject | null {
  const role = textOf(memberOf(value, "role"));
  const parts = listOf(memberOf(value, "parts"))?.filter(isJsonObject) ?? null;
  if (role === null || !isJsonObject(value)) return null;
  if (parts === null) return "content" in value ? value : null;
  const answer = parts.find(({ type }) => type === "tool_call_response");
  if (answer !== undefined) {
    return {
      role: "tool",
      tool_call_id: answer["id"] ?? null,
      content: asText(answer["response"] ?? answer["result"]),
    };
  }
  const calls = parts.filter(({ type }) => type === "tool_call").map(callOf);
  const [text, reasoning] = ["text", "reasoning"].map((type) => textIn(parts, type));
  return {
    role,
    content: text ?? (calls.length > 0 || reasoning !== null ? null : ""),
    ...(typeof reasoning === "string" ? { reasoning_content: reasoning } : {}),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function textIn(parts: readonly JsonObject[], type: string): string | null {
  const found = parts.filter((part) => part["type"] === type).flatMap((part) => textOf(part["content"]) ?? []);
  return found.length === 0 ? null : found.join("");
}

function callOf({ id, name, arguments: written }: JsonObject): JsonObject {
  return { id: id ?? null, type: "function", function: { name: name ?? null, arguments: asText(written) } };
}

function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? {});
}
