import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { isList, memberOf, objectAt, textAt } from "../../request/members.js";
import { firstMistake, typeWord } from "./number-mistake.js";

/**
 * What is wrong with the tools of a body in OpenAI's chat form, or with its choice of one; null: nothing. An empty list is taken,
 * and `auto` and `none` need no tool (MoonshotAI's verifier of its hosts, read 2026-08).
 */
export function chatToolsMistake(body: JsonObject): string | null {
  const tools = memberOf(body, "tools");
  if (tools !== undefined && tools !== null && !isList(tools)) {
    return `Invalid type for 'tools': expected an array of objects, but got ${typeWord(tools)} instead.`;
  }
  const listed = isList(tools) ? tools : [];
  return (
    firstMistake(listed, (tool, at) => toolMistake(tool, `tools[${at}]`)) ??
    twiceMistake(listed) ??
    choiceMistake(memberOf(body, "tool_choice"), listed)
  );
}

function toolMistake(tool: JsonValue, where: string): string | null {
  // Mistral and others take a tool without its wrapper.
  const described = objectAt(tool, "function") ?? (isJsonObject(tool) && "name" in tool ? tool : null);
  if (described === null) return `Missing required parameter: '${where}.function'.`;
  const name = textAt(described, "name");
  if (name === null) return `Missing required parameter: '${where}.function.name'.`;
  if (!/^[a-zA-Z0-9_.:-]{1,64}$/.test(name)) {
    return `Invalid '${where}.function.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
  }
  const parameters = memberOf(described, "parameters");
  if (parameters === undefined || parameters === null || isJsonObject(parameters)) return null;
  return `Invalid type for '${where}.function.parameters': expected an object, but got ${typeWord(parameters)} instead.`;
}

function twiceMistake(tools: readonly JsonValue[]): string | null {
  const names = tools.map((tool) => textAt(objectAt(tool, "function") ?? tool, "name"));
  const twice = names.find((name, at) => names.indexOf(name) < at);
  return twice === undefined ? null : `Tool names must be unique: tools has '${twice}' more than once.`;
}

const choices = ["none", "auto", "required", "any"];

function choiceMistake(choice: JsonValue | undefined, tools: readonly JsonValue[]): string | null {
  if (choice === undefined || choice === null) return null;
  if (typeof choice === "string" && !choices.includes(choice)) {
    return `Invalid value: '${choice}'. Supported values are: 'none', 'auto', and 'required'. (tool_choice)`;
  }
  if (typeof choice !== "string" && !isJsonObject(choice)) {
    return `Invalid type for 'tool_choice': expected one of a string or an object, but got ${typeWord(choice)} instead.`;
  }
  if (tools.length > 0 || choice === "none" || choice === "auto") return null;
  return "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.";
}
