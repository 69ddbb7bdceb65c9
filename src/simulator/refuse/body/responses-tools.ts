import { isJsonObject, type JsonObject, type JsonValue } from "../../../chat/json.js";
import { isList, memberOf, objectAt, textAt } from "../../request/members.js";
import { first, missing, mistake, type ResponsesMistake, wrongType } from "./responses-mistake.js";

/** What is wrong with the tools of a request, with its choice of one, or with the form that it asks for; null: nothing. */
export function toolsMistake(body: JsonObject): ResponsesMistake | null {
  const tools = memberOf(body, "tools");
  if (tools !== undefined && tools !== null && !isList(tools)) return wrongType("tools", "an array of objects", tools);
  const listed = isList(tools) ? tools : [];
  return (
    first(listed, toolMistake) ??
    twiceMistake(listed) ??
    choiceMistake(memberOf(body, "tool_choice"), listed) ??
    formatMistake(memberOf(objectAt(body, "text") ?? {}, "format"))
  );
}

function toolMistake(tool: JsonValue, at: number): ResponsesMistake | null {
  const where = `tools[${at}]`;
  if (!isJsonObject(tool)) return wrongType(where, "an object", tool);
  const type = textAt(tool, "type");
  if (type === null) return missing(`${where}.type`);
  if (type !== "function") return null;
  const name = textAt(tool, "name");
  if (name === null) return missing(`${where}.name`);
  if (!/^[a-zA-Z0-9_.:-]{1,64}$/.test(name)) {
    const pattern = "string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.";
    return mistake(`Invalid '${where}.name': ${pattern}`, `${where}.name`, "invalid_value");
  }
  const { parameters } = tool;
  if (parameters === undefined || parameters === null || isJsonObject(parameters)) return null;
  return wrongType(`${where}.parameters`, "an object", parameters);
}

function twiceMistake(tools: readonly JsonValue[]): ResponsesMistake | null {
  const names = tools.map((tool) => textAt(tool, "name"));
  const twice = names.find((name, at) => name !== null && names.indexOf(name) < at);
  return twice === undefined
    ? null
    : mistake(`Tool names must be unique: tools has '${twice}' more than once.`, "tools");
}

const choices = ["none", "auto", "required"];

function choiceMistake(choice: JsonValue | undefined, tools: readonly JsonValue[]): ResponsesMistake | null {
  if (choice === undefined || choice === null || choice === "auto" || choice === "none") return null;
  if (typeof choice === "string" && !choices.includes(choice)) {
    const message = `Invalid value: '${choice}'. Supported values are: 'none', 'auto', and 'required'. (tool_choice)`;
    return mistake(message, "tool_choice", "invalid_value");
  }
  if (typeof choice !== "string" && !isJsonObject(choice)) {
    return wrongType("tool_choice", "one of an object or a string", choice);
  }
  if (tools.length === 0) {
    const message = "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.";
    return mistake(message, "tool_choice");
  }
  const name = textAt(choice, "name");
  if (textAt(choice, "type") !== "function" || tools.some((tool) => textAt(tool, "name") === name)) return null;
  return mistake(`Tool choice '${name ?? ""}' not found in 'tools' parameter.`, "tool_choice");
}

const formats = ["text", "json_object", "json_schema"];

function formatMistake(format: JsonValue | undefined): ResponsesMistake | null {
  const where = "text.format";
  if (format === undefined || format === null) return null;
  if (!isJsonObject(format)) return wrongType(where, "an object", format);
  const { type, name, schema, strict } = format;
  if (typeof type !== "string" || !formats.includes(type)) {
    const message = `Invalid value: '${String(type)}'. Supported values are: 'json_object', 'json_schema', and 'text'. (${where}.type)`;
    return mistake(message, `${where}.type`, "invalid_value");
  }
  if (type !== "json_schema") return null;
  if (typeof name !== "string") return missing(`${where}.name`);
  if (schema === undefined) return missing(`${where}.schema`);
  if (!isJsonObject(schema)) return wrongType(`${where}.schema`, "an object", schema);
  const kind = schema["type"];
  if (kind !== undefined && kind !== "object") {
    const message = `Invalid schema for response_format '${name}': schema must be a JSON Schema of 'type: "object"', got 'type: "${String(kind)}"'.`;
    return mistake(message, `${where}.schema`, "invalid_json_schema");
  }
  return strict === undefined || strict === null || typeof strict === "boolean"
    ? null
    : wrongType(`${where}.strict`, "a boolean", strict);
}
