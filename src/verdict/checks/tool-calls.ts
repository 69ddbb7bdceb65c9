import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { ToolCallPart } from "../../chat/message.js";
import type { Tool } from "../../chat/request.js";

/** A call's arguments as the reply has them. `empty-text`: blank. `invalid`: not JSON. `not-an-object`: JSON of another kind. */
export type ReadArguments =
  | { readonly kind: "absent" }
  | { readonly kind: "empty-text" }
  | { readonly kind: "invalid"; readonly message: string }
  | { readonly kind: "not-an-object"; readonly value: unknown }
  | { readonly kind: "object"; readonly value: JsonObject };

/** Parses the arguments of a call; does not throw. */
export function readArguments(call: ToolCallPart): ReadArguments {
  if (call.argumentsText === null) return { kind: "absent" };
  if (call.argumentsText.trim() === "") return { kind: "empty-text" };
  try {
    const value: unknown = JSON.parse(call.argumentsText);
    return isJsonObject(value) ? { kind: "object", value } : { kind: "not-an-object", value };
  } catch (error) {
    return { kind: "invalid", message: error instanceof Error ? error.message : String(error) };
  }
}

/** The arguments as an object; `{}` when they are absent or blank; null when they are not a JSON object. */
export function argumentsOf(call: ToolCallPart): JsonObject | null {
  const read = readArguments(call);
  if (read.kind === "object") return read.value;
  return read.kind === "absent" || read.kind === "empty-text" ? {} : null;
}

/** True when the call has a name that is not blank. */
export function isNamed(call: ToolCallPart): call is ToolCallPart & { readonly name: string } {
  return call.name !== null && call.name.trim() !== "";
}

/** True when the call has an id that is not blank: no result can refer to a blank one. */
export function hasId(call: ToolCallPart): call is ToolCallPart & { readonly id: string } {
  return call.id !== null && call.id.trim() !== "";
}

/** The tool of that name; undefined when none has it. */
export function toolNamed(tools: readonly Tool[], name: string | null): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}

/** The names of the arguments that a tool's schema requires; `[]` when it requires none. */
export function requiredOf(tool: Tool | undefined): readonly string[] {
  const required = tool?.parameters?.["required"];
  return Array.isArray(required) ? required.filter((name): name is string => typeof name === "string") : [];
}

/** A call as reports print it: `get_weather({"location":"SF"})`. */
export function describeCall(call: ToolCallPart): string {
  return `${call.name ?? "(no name)"}(${call.argumentsText ?? ""})`;
}
