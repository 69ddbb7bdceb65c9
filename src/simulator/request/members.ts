import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/** A member as a list; empty when it is absent or not a list. Invalid requests are refused elsewhere. */
export function listAt(value: JsonValue | undefined, name: string): readonly JsonValue[] {
  const member = memberOf(value, name);
  return isList(member) ? member : [];
}

/** A member as an object; null when it is absent or not an object. */
export function objectAt(value: JsonValue | undefined, name: string): JsonObject | null {
  const member = memberOf(value, name);
  return isJsonObject(member) ? member : null;
}

/** A member as text; null when it is absent or not text. */
export function textAt(value: JsonValue | undefined, name: string): string | null {
  const member = memberOf(value, name);
  return typeof member === "string" ? member : null;
}

/** A member as a number; null when it is absent or not a number. */
export function numberAt(value: JsonValue | undefined, name: string): number | null {
  const member = memberOf(value, name);
  return typeof member === "number" ? member : null;
}

/** A member of an object; undefined when it is absent or the value is not an object. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

/** `Array.isArray` does not narrow a readonly array. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
