import { isJsonObject, type JsonObject } from "../../chat/json.js";
import type { ToolCallPart } from "../../chat/message.js";
import type { Tool } from "../../chat/request.js";

/** Arguments as they were sent: absent, empty, no JSON, JSON but no object, or an object. */
export type ReadArguments =
  | { readonly kind: "absent" }
  | { readonly kind: "empty-text" }
  | { readonly kind: "invalid"; readonly message: string }
  | { readonly kind: "not-an-object"; readonly value: unknown }
  | { readonly kind: "object"; readonly value: JsonObject };

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

/** The arguments as an object; what is absent or blank is no argument at all; null when they cannot be read. */
export function argumentsOf(call: ToolCallPart): JsonObject | null {
  const read = readArguments(call);
  if (read.kind === "object") return read.value;
  return read.kind === "absent" || read.kind === "empty-text" ? {} : null;
}

export function isNamed(call: ToolCallPart): call is ToolCallPart & { readonly name: string } {
  return call.name !== null && call.name.trim() !== "";
}

/** A blank id is none: no result can name it. */
export function hasId(call: ToolCallPart): call is ToolCallPart & { readonly id: string } {
  return call.id !== null && call.id.trim() !== "";
}

export function toolNamed(tools: readonly Tool[], name: string | null): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}

/** The names that a tool's schema requires; `[]` when it says none. */
export function requiredOf(tool: Tool | undefined): readonly string[] {
  const required = tool?.parameters?.["required"];
  return Array.isArray(required) ? required.filter((name): name is string => typeof name === "string") : [];
}

/** A call in the words of a report: `get_weather({"location":"SF"})`. */
export function describeCall(call: ToolCallPart): string {
  return `${call.name ?? "(no name)"}(${call.argumentsText ?? ""})`;
}
