import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { parseJson } from "../../../wire/json.js";
import { listOf, memberOf, objectOf, textOf } from "../../members.js";

/** The messages of a request in the form of Chat Completions, from a list or its text; null: something else. */
export function messagesIn(value: unknown): JsonValue[] | null {
  const list = listOf(plain(value));
  // LangChain keeps a list of conversations, of which a call has one.
  const messages = list?.length === 1 && Array.isArray(list[0]) ? list[0] : list;
  if (messages === null || messages === undefined || messages.length === 0) return null;
  const found = messages.map(chatMessage);
  return found.every((one) => one !== null) ? found : null;
}

/** The message of a reply: an object with content or calls, the only one of a list, or plain text; null: something else. */
export function messageIn(value: unknown): JsonObject | null {
  if (typeof value === "string") {
    const parsed = plain(value);
    return typeof parsed === "object" && parsed !== null ? messageIn(parsed) : { content: value };
  }
  const list = listOf(value);
  if (list !== null) return list.length === 1 ? messageIn(list[0]) : null;
  return chatMessage(memberOf(value, "message") ?? value);
}

function plain(value: unknown): unknown {
  const text = textOf(value);
  if (text === null) return value;
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : value;
}

/** The roles of LangChain's message types (langchain-core `messages`, from memory, 2026-11-28). */
const roles: { readonly [type: string]: string } = {
  human: "user",
  HumanMessage: "user",
  ai: "assistant",
  AIMessage: "assistant",
  AIMessageChunk: "assistant",
  system: "system",
  SystemMessage: "system",
  tool: "tool",
  ToolMessage: "tool",
};

/** One message: as it is, or from LangChain's serialised object (`id`, `kwargs`). null: neither. */
function chatMessage(value: unknown): JsonObject | null {
  if (!isJsonObject(value)) return null;
  const kwargs = objectOf(value["kwargs"]) ?? objectOf(value["data"]);
  const type = textOf(listOf(value["id"])?.at(-1)) ?? textOf(value["type"]) ?? textOf(memberOf(kwargs, "type"));
  const role = type === null ? undefined : roles[type];
  if (kwargs !== null && role !== undefined) return fromLangChain(role, kwargs);
  if (typeof value["role"] === "string") return value;
  return "content" in value || "tool_calls" in value ? (role === undefined ? value : fromLangChain(role, value)) : null;
}

function fromLangChain(role: string, kwargs: { readonly [name: string]: unknown }): JsonObject | null {
  const raw = listOf(memberOf(kwargs["additional_kwargs"], "tool_calls"));
  const calls = raw ?? listOf(kwargs["tool_calls"])?.map(callOf) ?? [];
  const id = textOf(kwargs["tool_call_id"]);
  const made: unknown = {
    role,
    content: kwargs["content"] ?? null,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(id === null ? {} : { tool_call_id: id }),
  };
  return isJsonObject(made) ? made : null;
}

/** LangChain's own form of a call: `{name, args, id}`. */
function callOf(call: unknown): object {
  const [name, args] = [memberOf(call, "name"), memberOf(call, "args")];
  return {
    id: memberOf(call, "id") ?? null,
    type: "function",
    function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args ?? {}) },
  };
}
