import { isJsonObject, type JsonObject, type JsonValue } from "../../../../chat/json.js";
import type { Warning } from "../../../../chat/reply.js";
import { type ContentRule, checkContent } from "./check-content.js";
import { refuseLegacy } from "./check-settings.js";
import { demand, RequestRefusal, shown } from "./refusal.js";

/** A limit above any real conversation; a body of the largest size could hold a hundred times as many messages. */
export const maxMessages = 10_000;

/** Refuses messages that would not reach the provider whole; a refusal names the path of the member. */
export function checkMessages(messages: JsonValue | undefined, warnings: Warning[]): readonly JsonValue[] {
  demand(Array.isArray(messages), "messages", "a list of messages");
  demand(messages.length > 0, "messages", "a list of at least one message");
  demand(messages.length <= maxMessages, "messages", `a list of at most ${maxMessages} messages`);
  for (const [index, message] of messages.entries()) {
    const at = `messages[${index}]`;
    demand(isJsonObject(message), at, "an object");
    checkMessage(message, at, warnings);
  }
  return messages;
}

const texts: readonly ["text"] = ["text"];
const media: ContentRule["parts"] = ["text", "image_url", "file"];

const rules: ReadonlyMap<JsonValue | undefined, ContentRule> = new Map([
  ["system", { role: "system", parts: texts, required: true }],
  ["developer", { role: "developer", parts: texts, required: true }],
  ["user", { role: "user", parts: media, required: true }],
  ["assistant", { role: "assistant", parts: texts, required: false }],
  ["tool", { role: "tool", parts: media, required: false }],
]);

function checkMessage(message: JsonObject, at: string, warnings: Warning[]): void {
  const rule = rules.get(message["role"]);
  if (rule === undefined) throw unknownRole(message["role"], `${at}.role`);
  checkContent(message["content"], `${at}.content`, rule);
  demand(isTextOrNothing(message["name"]), `${at}.name`, "a string");
  if (rule.role === "tool") demand(isFilled(message["tool_call_id"]), `${at}.tool_call_id`, "the id of a tool call");
  if (rule.role === "assistant") checkAssistant(message, at, warnings);
}

function unknownRole(role: JsonValue | undefined, param: string): RequestRefusal {
  const message =
    role === "function"
      ? `'${param}' is the legacy role "function", which is not supported: send a message with the role "tool" and 'tool_call_id'.`
      : `'${param}' must be system, developer, user, assistant or tool, not ${shown(role)}.`;
  return new RequestRefusal(param, message);
}

function checkAssistant(message: JsonObject, at: string, warnings: Warning[]): void {
  refuseLegacy(message, "function_call", `${at}.function_call`);
  for (const name of ["refusal", "reasoning", "reasoning_content"]) {
    demand(isTextOrNothing(message[name]), `${at}.${name}`, "a string");
  }
  const details = message["reasoning_details"];
  demand(isNothing(details) || Array.isArray(details), `${at}.reasoning_details`, "a list");
  const calls = message["tool_calls"];
  if (isNothing(calls)) return;
  demand(Array.isArray(calls), `${at}.tool_calls`, "a list of tool calls");
  for (const [index, call] of calls.entries()) checkCall(call, `${at}.tool_calls[${index}]`, warnings);
}

function checkCall(call: JsonValue, at: string, warnings: Warning[]): void {
  demand(isJsonObject(call), at, "an object");
  demand(isNothing(call["type"]) || call["type"] === "function", `${at}.type`, '"function"');
  demand(isFilled(call["id"]), `${at}.id`, "an id");
  const called = call["function"];
  demand(isJsonObject(called), `${at}.function`, "an object");
  demand(isFilled(called["name"]), `${at}.function.name`, "a name");
  const given = called["arguments"];
  const field = `${at}.function.arguments`;
  demand(isTextOrNothing(given) || isJsonObject(given), field, "a JSON string");
  if (isJsonObject(given))
    warnings.push({ id: "arguments-not-text", field, message: "an object is read as its JSON text" });
}

function isFilled(value: JsonValue | undefined): boolean {
  return typeof value === "string" && value.trim() !== "";
}

function isTextOrNothing(value: JsonValue | undefined): boolean {
  return typeof value === "string" || isNothing(value);
}

function isNothing(value: JsonValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}
