import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { isList, listAt, memberOf, textAt } from "../../request/members.js";
import { chatFormatMistake } from "./chat-format.js";
import { chatToolsMistake } from "./chat-tools.js";
import { brokenBy, firstMistake, type SettingRule, typeWord } from "./number-mistake.js";

/**
 * The reason why a body in OpenAI's chat form is refused for its members alone, in OpenAI's words; null: it is accepted. Texts
 * are of the forms that users quote (portkey.ai/error-library, vercel/ai and openai-node threads, 2024 to 2026); bounds are those
 * of OpenAI's description of its API (openai-node 6.49.0, 2026-07-24).
 */
export function chatBodyMistake(body: JsonObject): string | null {
  return (
    messagesMistake(body) ??
    firstMistake(settings, (rule) => settingMistake(body, rule)) ??
    biasMistake(memberOf(body, "logit_bias")) ??
    chatToolsMistake(body) ??
    chatFormatMistake(memberOf(body, "response_format"))
  );
}

const settings: readonly SettingRule[] = [
  { name: "temperature", type: "number", least: 0, most: 2 },
  { name: "top_p", type: "number", least: 0, most: 1 },
  { name: "presence_penalty", type: "number", least: -2, most: 2 },
  { name: "frequency_penalty", type: "number", least: -2, most: 2 },
  { name: "n", type: "integer", least: 1, most: 128 },
  { name: "max_tokens", type: "integer", least: 1 },
  { name: "max_completion_tokens", type: "integer", least: 1 },
  { name: "seed", type: "integer" },
  { name: "logprobs", type: "boolean" },
  { name: "top_logprobs", type: "integer", least: 0, most: 20 },
  { name: "parallel_tool_calls", type: "boolean" },
];

const words = { number: "a decimal", integer: "an integer", boolean: "a boolean" } as const;

function settingMistake(body: JsonObject, rule: SettingRule): string | null {
  const value = memberOf(body, rule.name);
  const broken = brokenBy(value, rule);
  if (broken === null || value === undefined) return null;
  if (broken === "type") {
    return `Invalid type for '${rule.name}': expected ${words[rule.type]}, but got ${typeWord(value)} instead.`;
  }
  const kind = rule.type === "integer" ? "integer" : "decimal";
  const [bound, sign] =
    broken === "below" ? ([`minimum`, `>= ${rule.least}`] as const) : ([`maximum`, `<= ${rule.most}`] as const);
  return `Invalid '${rule.name}': ${kind} ${broken} ${bound} value. Expected a value ${sign}, but got ${value} instead.`;
}

function biasMistake(bias: JsonValue | undefined): string | null {
  if (bias === undefined || bias === null) return null;
  if (!isJsonObject(bias)) {
    return `Invalid type for 'logit_bias': expected an object, but got ${typeWord(bias)} instead.`;
  }
  const rule: SettingRule = { name: "logit_bias", type: "number", least: -100, most: 100 };
  const wrong = Object.entries(bias).find(([, value]) => brokenBy(value, rule) !== null);
  return wrong === undefined
    ? null
    : `Invalid 'logit_bias[${wrong[0]}]': expected a value between -100 and 100, but got ${JSON.stringify(wrong[1])} instead.`;
}

const roles = ["system", "assistant", "user", "function", "tool", "developer"];

function messagesMistake(body: JsonObject): string | null {
  const messages = memberOf(body, "messages");
  if (messages === undefined) return "Missing required parameter: 'messages'.";
  if (!isList(messages)) {
    return `Invalid type for 'messages': expected an array of objects, but got ${typeWord(messages)} instead.`;
  }
  if (messages.length === 0) return "[] is too short - 'messages'";
  return firstMistake(messages, (message, at) => messageMistake(message, `messages[${at}]`));
}

function messageMistake(message: JsonValue, where: string): string | null {
  if (!isJsonObject(message)) {
    return `Invalid type for '${where}': expected an object, but got ${typeWord(message)} instead.`;
  }
  const role = message["role"];
  if (role === undefined) return `Missing required parameter: '${where}.role'.`;
  if (typeof role !== "string" || !roles.includes(role)) {
    return `Invalid value: ${JSON.stringify(role).replaceAll('"', "'")}. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'. (${where}.role)`;
  }
  if (role === "tool" && textAt(message, "tool_call_id") === null) {
    return `Missing parameter 'tool_call_id': messages with role 'tool' must have a 'tool_call_id'. (${where})`;
  }
  return firstMistake(listAt(message, "content"), (part, at) => imageMistake(part, `${where}.content[${at}]`));
}

function imageMistake(part: JsonValue, where: string): string | null {
  const url = textAt(memberOf(part, "image_url"), "url");
  const data = url === null ? null : /^data:[^,]*;base64,(.*)$/s.exec(url)?.[1];
  if (data === null || data === undefined || isBase64(data)) return null;
  return `Invalid base64 image_url at ${where}.image_url.`;
}

/** True for base64 with or without its padding. */
export function isBase64(text: string): boolean {
  return text.length > 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
