import type { JsonObject, JsonValue } from "../../chat/json.js";
import { isList, listAt, memberOf, objectAt, textAt } from "./members.js";
import type { RequestCall, RequestContent, RequestTurn } from "./model-request.js";
import { choiceOf, offeredTool } from "./offered-tools.js";

/** Reads a body in OpenAI's chat form: OpenRouter, Moonshot, Mistral's chat, gpt-oss, Jamba. */
export function readOpenAi(body: JsonObject): RequestContent {
  const messages = listAt(body, "messages");
  const system = messages.filter(isSystem).map((message) => contentText(memberOf(message, "content")));
  return {
    system: system.length === 0 ? null : system.join("\n"),
    turns: messages.filter((message) => !isSystem(message)).map(turnOf),
    tools: listAt(body, "tools").flatMap((tool) => offeredTool(objectAt(tool, "function") ?? tool, "parameters")),
    toolChoice: choiceOf(memberOf(body, "tool_choice")),
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

function turnOf(message: JsonValue): RequestTurn {
  const text = contentText(memberOf(message, "content"));
  const role = textAt(message, "role");
  if (role === "tool") return { role: "tool", toolCallId: textAt(message, "tool_call_id"), text };
  if (role === "assistant") return { role: "assistant", text, calls: listAt(message, "tool_calls").map(callOf) };
  return { role: "user", text };
}

function callOf(call: JsonValue): RequestCall {
  const called = objectAt(call, "function") ?? {};
  return {
    id: textAt(call, "id"),
    name: textAt(called, "name") ?? "",
    argumentsText: textAt(called, "arguments") ?? "{}",
  };
}
