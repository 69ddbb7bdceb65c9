import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/** A member by its name in JSON, or by its protobuf name, which the service takes too; undefined: neither is there. */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return object[name] ?? object[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

/** This and the next functions return null when the member is absent or has another type. */
export function textAt(object: JsonObject, name: string): string | null {
  const value = memberOf(object, name);
  return typeof value === "string" ? value : null;
}

export function numberAt(object: JsonObject, name: string): number | null {
  const value = memberOf(object, name);
  return typeof value === "number" ? value : null;
}

export function objectAt(object: JsonObject, name: string): JsonObject | null {
  const value = memberOf(object, name);
  return isJsonObject(value) ? value : null;
}

export function objectsAt(object: JsonObject, name: string): readonly JsonObject[] {
  const value = memberOf(object, name);
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
