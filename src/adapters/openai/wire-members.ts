import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/**
 * A text member of an OpenAI wire. This and the next functions return null when the member is absent or has another
 * type; an empty text stays empty, and zero stays zero. The caller notes a member of an unexpected type.
 */
export function textAt(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === "string" ? value : null;
}

export function numberAt(object: JsonObject, name: string): number | null {
  const value = object[name];
  return typeof value === "number" ? value : null;
}

export function booleanAt(object: JsonObject, name: string): boolean | null {
  const value = object[name];
  return typeof value === "boolean" ? value : null;
}

export function objectAt(object: JsonObject, name: string): JsonObject | null {
  const value = object[name];
  return isJsonObject(value) ? value : null;
}

export function listAt(object: JsonObject, name: string): readonly JsonValue[] | null {
  const value = object[name];
  return Array.isArray(value) ? value : null;
}
