import type { JsonObject, JsonValue } from "../../chat/json.js";
import type { AskedBody, AskedCall, AskedTurn } from "./asked.js";
import { isList, listAt, memberOf, objectAt, textAt } from "./members.js";

/** Reads a body in OpenAI's chat form: OpenRouter, Moonshot, Mistral's chat, gpt-oss, Jamba. */
export function readOpenAi(body: JsonObject): AskedBody {
  const messages = listAt(body, "messages");
  const system = messages.filter(isSystem).map((message) => contentText(memberOf(message, "content")));
  return {
    system: system.length === 0 ? null : system.join("\n"),
    turns: messages.filter((message) => !isSystem(message)).map(turnOf),
    toolNames: listAt(body, "tools").flatMap((tool) => textAt(objectAt(tool, "function") ?? tool, "name") ?? []),
    prompt: null,
  };
}

/** The text of a `content` member: a string, or the text parts of a list. */
export function contentText(content: JsonValue | undefined): string {
  if (typeof content === "string") return content;
  if (!isList(content)) return "";
  return content.map((part) => (typeof part === "string" ? part : (textAt(part, "text") ?? ""))).join("");
}

function isSystem(message: JsonValue): boolean {
  const role = textAt(message, "role");
  return role === "system" || role === "developer";
}

function turnOf(message: JsonValue): AskedTurn {
  const text = contentText(memberOf(message, "content"));
  const role = textAt(message, "role");
  if (role === "tool") return { role: "tool", toolCallId: textAt(message, "tool_call_id"), text };
  if (role === "assistant") return { role: "assistant", text, calls: listAt(message, "tool_calls").map(callOf) };
  return { role: "user", text };
}

function callOf(call: JsonValue): AskedCall {
  const called = objectAt(call, "function") ?? {};
  return {
    id: textAt(call, "id"),
    name: textAt(called, "name") ?? "",
    argumentsText: textAt(called, "arguments") ?? "{}",
  };
}
