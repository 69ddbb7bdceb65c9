import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";
import type { Tool } from "../../chat/request.js";
import { schemaBreaches } from "../checks/arguments-schema.js";
import { parseObject } from "./json-objects.js";
import type { SerialisedCall } from "./serialised-call.js";

/** A call that a JSON object is. `isLoose`: the object is a call only if the tool of that name is declared. */
export type ShapedCall = Pick<SerialisedCall, "name" | "arguments" | "isLoose">;

/**
 * The calls that a JSON object is. Shapes: `{name, arguments}` and its relatives, OpenAI's `{type, function: {…}}`, a list in
 * `tool_calls`, a call in `function_call` or `toolUse`, and, for a declared tool, `{name, …arguments}` and `{get_tide: {…}}`.
 */
export function shapedCalls(value: JsonObject, tools: readonly Tool[]): readonly ShapedCall[] {
  const inner = wrappers.flatMap((member) =>
    objectsOf(value[member])
      .flatMap((one) => shapedCalls(one, tools))
      .map((call) => ({ ...call, isLoose: call.isLoose && !tellingWrappers.test(member) })),
  );
  if (inner.length > 0) return inner;
  const call = namedCall(value) ?? flatCall(value, tools) ?? keyedCall(value, tools);
  return call === null ? [] : [call];
}

/** True when the arguments are the description of a tool's parameters: the text shows a definition, and makes no call. */
export function isDefinition(given: JsonObject | null, tool: Tool | undefined): boolean {
  if (given === null) return false;
  const declared = propertiesOf(tool);
  if (isJsonObject(given["properties"]) && !Object.hasOwn(declared, "properties")) return true;
  if (given["type"] === "object" && !Object.hasOwn(declared, "type")) return true;
  const values = Object.entries(given);
  const isDescribed = ([name, value]: [string, JsonValue]) =>
    (isSchema(value) && !takesObject(declared[name])) || (typeof value === "string" && types.has(value));
  return values.length > 0 && values.every(isDescribed);
}

const wrappers = [
  ...["tool_calls", "toolCalls", "tool_uses", "function_calls", "calls", "tool_call", "function_call", "functionCall"],
  ...["toolUse", "tool_use", "function", "action", "command"],
];
const names = [
  ...["name", "tool", "tool_name", "toolName", "function", "function_name", "functionName", "action", "recipient_name"],
];
const given = [
  ...["arguments", "parameters", "input", "action_input", "args", "tool_input", "toolInput", "params", "kwargs"],
];
const tellingWrappers = /^(?:tool|function)_?(?:calls?|uses?|Call|Use)$/;
/** Pairs of members that only a call has. */
const telling =
  /^(?:name|tool|tool_name|function|function_name|recipient_name) (?:arguments|parameters)$|^action action_input$/;
const types = new Set(["string", "number", "integer", "boolean", "array", "object", "null"]);

function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.filter(isJsonObject);
  return isJsonObject(value) ? [value] : [];
}

function namedCall(value: JsonObject): ShapedCall | null {
  const nameMember = names.find((member) => typeof value[member] === "string");
  const givenMember = given.find((member) => value[member] !== undefined && member !== nameMember);
  if (nameMember === undefined || givenMember === undefined) return null;
  const name = plainName(value[nameMember]);
  const inner = objectOf(value[givenMember]);
  const isTelling = telling.test(`${nameMember} ${givenMember}`);
  if (name === null || (inner === null && !isTelling)) return null;
  const isTyped = value["type"] === "function" || value["type"] === "tool_use";
  const isFunction = isTelling && (givenMember === "arguments" ? /^[a-z]/ : /[_.]|[a-z][A-Z]/).test(name);
  return { name, arguments: inner, isLoose: !isTyped && !isFunction };
}

/** `{"name": "get_tide", "harbour": "Whitby"}`, where harbour is all that the tool needs. */
function flatCall(value: JsonObject, tools: readonly Tool[]): ShapedCall | null {
  for (const member of [...names, "type"]) {
    const tool = tools.find(({ name }) => name === plainName(value[member]));
    const declared = propertiesOf(tool);
    const isArgument = ([key, one]: [string, JsonValue]) =>
      key !== member && (Object.hasOwn(declared, key) || !(key === "id" || (key === "type" && one === "function")));
    const rest = Object.fromEntries(Object.entries(value).filter(isArgument));
    if (tool !== undefined && fits(rest, tool)) return { name: tool.name, arguments: rest, isLoose: true };
  }
  return null;
}

/** `{"get_tide": {"harbour": "Whitby"}}`. */
function keyedCall(value: JsonObject, tools: readonly Tool[]): ShapedCall | null {
  const [only, ...others] = Object.entries(value);
  const tool = others.length > 0 ? undefined : tools.find(({ name }) => name === only?.[0]);
  if (only === undefined || tool === undefined || !isJsonObject(only[1])) return null;
  return fits(only[1], tool) ? { name: tool.name, arguments: only[1], isLoose: true } : null;
}

/** True when the object has members, all of them arguments of the tool, and meets its schema. */
export function fits(value: JsonObject, tool: Tool): boolean {
  const declared = propertiesOf(tool);
  const members = Object.keys(value);
  return (
    members.length > 0 &&
    members.every((member) => Object.hasOwn(declared, member)) &&
    schemaBreaches(value, tool.parameters).length === 0
  );
}

/** The tool's properties by name; `{}` where it has no schema. */
export function propertiesOf(tool: Tool | undefined): JsonObject {
  const properties = tool?.parameters?.["properties"];
  return isJsonObject(properties) ? properties : {};
}

/** Texts of arguments as the values that the tool takes there: tags hold `2` for a number. Other values stay. */
export function typedBy(tool: Tool | undefined, given: JsonObject | null): JsonObject | null {
  if (given === null || tool === undefined) return given;
  const declared = propertiesOf(tool);
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, typedAs(declared[key], value)]));
}

function typedAs(schema: JsonValue | undefined, value: JsonValue): JsonValue {
  if (typeof value !== "string" || !isJsonObject(schema) || schema["type"] === "string") return value;
  if (typeof schema["type"] !== "string") return value;
  try {
    const parsed: JsonValue = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
}

function isSchema(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false;
  const { type } = value;
  return (typeof type === "string" && types.has(type)) || Array.isArray(value["anyOf"]) || Array.isArray(value["enum"]);
}

function takesObject(schema: JsonValue | undefined): boolean {
  return isJsonObject(schema) && schema["type"] === "object";
}

/** Without `functions.` before it and `:0` after it; null for what is no name. */
function plainName(value: JsonValue | undefined): string | null {
  if (typeof value !== "string") return null;
  const name = value.replace(/^functions\./, "").replace(/:\d+$/, "");
  return /^[\w.:/-]{1,64}$/.test(name) ? name : null;
}

function objectOf(value: JsonValue | undefined): JsonObject | null {
  if (typeof value === "string") return parseObject(value);
  return isJsonObject(value) ? value : null;
}
