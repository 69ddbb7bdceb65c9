import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { isList, listAt, memberOf, objectAt, textAt } from "../../request/members.js";
import { isBase64 } from "./chat-body.js";
import { brokenBy, firstMistake, type SettingRule } from "./number-mistake.js";

/**
 * The reason why a body in Anthropic's form is refused, in the words of its validation (`member: what it should be`, as users quote
 * them in anthropics/anthropic-sdk-python and vercel/ai threads, 2025 and 2026); null: it is accepted.
 */
export function anthropicBodyMistake(body: JsonObject): string | null {
  return (
    messagesMistake(body) ??
    firstMistake(settings, (rule) => settingMistake(body, rule)) ??
    toolsMistake(memberOf(body, "tools")) ??
    choiceMistake(memberOf(body, "tool_choice"), listAt(body, "tools"))
  );
}

const settings: readonly SettingRule[] = [
  { name: "max_tokens", type: "integer", least: 1 },
  { name: "temperature", type: "number", least: 0, most: 1 },
  { name: "top_p", type: "number", least: 0, most: 1 },
  { name: "top_k", type: "integer", least: 0 },
];

function settingMistake(body: JsonObject, rule: SettingRule): string | null {
  switch (brokenBy(body[rule.name], rule)) {
    case "type":
      return `${rule.name}: Input should be a valid ${rule.type}`;
    case "below":
      return `${rule.name}: Input should be greater than or equal to ${rule.least}`;
    case "above":
      return `${rule.name}: Input should be less than or equal to ${rule.most}`;
    case null:
      return null;
  }
}

function messagesMistake(body: JsonObject): string | null {
  const messages = memberOf(body, "messages");
  if (messages === undefined) return "messages: Field required";
  if (!isList(messages)) return "messages: Input should be a valid list";
  if (messages.length === 0) return "messages: at least one message is required";
  return firstMistake(messages, (message, at) => messageMistake(message, `messages.${at}`)) ?? pairingMistake(messages);
}

function messageMistake(message: JsonValue, where: string): string | null {
  const role = textAt(message, "role");
  if (role !== "user" && role !== "assistant") {
    return `messages: Unexpected role "${String(role)}". Allowed roles are "user" or "assistant". (${where}.role)`;
  }
  return firstMistake(listAt(message, "content"), (block, at) => {
    const data = textAt(objectAt(block, "source") ?? {}, "data");
    if (data === null || isBase64(data)) return null;
    return `${where}.content.${at}.image.source.base64: invalid base64 data`;
  });
}

/** Every result answers a call of the turn before. */
function pairingMistake(messages: readonly JsonValue[]): string | null {
  return firstMistake(messages, (message, at) => {
    const used = listAt(messages[at - 1], "content").flatMap((block) =>
      textAt(block, "type") === "tool_use" ? (textAt(block, "id") ?? []) : [],
    );
    return firstMistake(listAt(message, "content"), (block, inner) => {
      if (textAt(block, "type") !== "tool_result") return null;
      const where = `messages.${at}.content.${inner}`;
      const id = textAt(block, "tool_use_id");
      if (id === null) return `${where}.tool_result.tool_use_id: Field required`;
      return used.includes(id) ? null : `${where}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}`;
    });
  });
}

function toolsMistake(tools: JsonValue | undefined): string | null {
  if (tools === undefined || tools === null) return null;
  if (!isList(tools)) return "tools: Input should be a valid list";
  const names = tools.map((tool) => textAt(tool, "name"));
  const twice = names.find((name, at) => name !== null && names.indexOf(name) < at);
  return (
    firstMistake(tools, (tool, at) => toolMistake(tool, `tools.${at}`)) ??
    (twice === undefined ? null : "tools: Tool names must be unique.")
  );
}

function toolMistake(tool: JsonValue, where: string): string | null {
  const name = textAt(tool, "name");
  if (name === null) return `${where}.custom.name: Field required`;
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    return `${where}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
  }
  const schema = memberOf(tool, "input_schema");
  return schema === undefined || isJsonObject(schema)
    ? null
    : `${where}.custom.input_schema: Input should be a valid dictionary`;
}

const choices = ["auto", "any", "tool", "none"];

function choiceMistake(choice: JsonValue | undefined, tools: readonly JsonValue[]): string | null {
  if (choice === undefined || choice === null) return null;
  const type = textAt(choice, "type");
  if (type === null || !choices.includes(type)) {
    return `tool_choice: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', 'none'`;
  }
  return tools.length > 0 || type === "none"
    ? null
    : "tool_choice: tool_choice may only be specified while providing tools";
}
