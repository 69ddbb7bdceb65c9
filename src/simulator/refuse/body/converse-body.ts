import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { isList, listAt, memberOf, objectAt, textAt } from "../../request/members.js";
import { isBase64 } from "./chat-body.js";
import { brokenBy, firstMistake, type SettingRule } from "./number-mistake.js";

/**
 * The reason why AWS's front end refuses a Converse body for the types and the presence of its members; null: it reads the body.
 * The sentences are those of AWS's services (`Value … at '…' failed to satisfy constraint`), the members those of the service
 * model (botocore 0e6e240, 2026-08-07); the words for a wrong type are from memory of the service.
 */
export function converseBodyMistake(body: JsonObject): string | null {
  return (
    messagesMistake(body) ??
    firstMistake(settings, (rule) => settingMistake(objectAt(body, "inferenceConfig") ?? {}, rule)) ??
    toolConfigMistake(memberOf(body, "toolConfig"))
  );
}

const settings: readonly SettingRule[] = [
  { name: "maxTokens", type: "integer" },
  { name: "temperature", type: "number" },
  { name: "topP", type: "number" },
];

function settingMistake(config: JsonObject, rule: SettingRule): string | null {
  return brokenBy(config[rule.name], rule) === "type" ? unread(`inferenceConfig.${rule.name}`, "a number") : null;
}

function messagesMistake(body: JsonObject): string | null {
  const messages = memberOf(body, "messages");
  if (messages === undefined || messages === null) return isNull("messages");
  if (!isList(messages)) return unread("messages", "a list");
  if (messages.length === 0) {
    return "A conversation must start with a user message. Try again with a conversation that starts with a user message. (messages)";
  }
  return firstMistake(messages, (message, at) => messageMistake(message, `messages.${at + 1}.member`));
}

function messageMistake(message: JsonValue, where: string): string | null {
  if (!isJsonObject(message)) return unread(where, "a structure");
  const role = message["role"];
  if (role !== "user" && role !== "assistant") {
    return constraint(
      `Value '${String(role)}' at '${where}.role'`,
      "Member must satisfy enum value set: [user, assistant]",
    );
  }
  return firstMistake(listAt(message, "content"), (block, at) => imageMistake(block, `${where}.content.${at + 1}`));
}

function imageMistake(block: JsonValue, where: string): string | null {
  const bytes = textAt(memberOf(objectAt(block, "image") ?? {}, "source"), "bytes");
  if (bytes === null || isBase64(bytes)) return null;
  return unread(`${where}.member.image.source.bytes`, "base64");
}

const choices = ["auto", "any", "tool"];

function toolConfigMistake(config: JsonValue | undefined): string | null {
  if (config === undefined || config === null) return null;
  if (!isJsonObject(config)) return unread("toolConfig", "a structure");
  const tools = config["tools"];
  // An absent list is refused as an empty one is.
  if (tools === undefined) return null;
  if (!isList(tools)) return unread("toolConfig.tools", "a list");
  const choice = config["toolChoice"];
  const wrong = isJsonObject(choice) ? Object.keys(choice).find((name) => !choices.includes(name)) : undefined;
  if (wrong !== undefined || (choice !== undefined && !isJsonObject(choice))) {
    return `The toolConfig.toolChoice is not one of auto, any, tool: ${wrong ?? String(choice)}.`;
  }
  return firstMistake(tools, (tool, at) => toolMistake(tool, `toolConfig.tools.${at + 1}.member`)) ?? twice(tools);
}

function toolMistake(tool: JsonValue, where: string): string | null {
  const spec = objectAt(tool, "toolSpec");
  // A cache point, or a tool of the system.
  if (spec === null) return isJsonObject(tool) && Object.keys(tool).length > 0 ? null : isNull(`${where}.toolSpec`);
  const name = textAt(spec, "name");
  if (name === null) return isNull(`${where}.toolSpec.name`);
  if (!/^[a-zA-Z0-9_-]+$/.test(name)) {
    return constraint(
      `Value '${name}' at '${where}.toolSpec.name'`,
      "Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+",
    );
  }
  const schema = objectAt(spec, "inputSchema")?.["json"];
  return schema === undefined || isJsonObject(schema)
    ? null
    : `The value at toolConfig.tools.toolSpec.inputSchema.json is not an object.`;
}

function twice(tools: readonly JsonValue[]): string | null {
  const names = tools.flatMap((tool) => textAt(objectAt(tool, "toolSpec") ?? {}, "name") ?? []);
  const found = names.find((name, at) => names.indexOf(name) < at);
  return found === undefined ? null : `The tool name ${found} is already defined in toolConfig.tools.`;
}

function isNull(where: string): string {
  return constraint(`Value null at '${where}'`, "Member must not be null");
}

function constraint(value: string, must: string): string {
  return `1 validation error detected: ${value} failed to satisfy constraint: ${must}`;
}

function unread(where: string, wanted: string): string {
  return `The value at ${where} in the request body cannot be read as ${wanted}.`;
}
