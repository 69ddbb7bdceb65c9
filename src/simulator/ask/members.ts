import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/** A member as a list; empty when it is absent or no list. Reading a request leniently is the service's own check's job. */
export function listAt(value: JsonValue | undefined, name: string): readonly JsonValue[] {
  const member = memberOf(value, name);
  return isList(member) ? member : [];
}

export function objectAt(value: JsonValue | undefined, name: string): JsonObject | null {
  const member = memberOf(value, name);
  return isJsonObject(member) ? member : null;
}

export function textAt(value: JsonValue | undefined, name: string): string | null {
  const member = memberOf(value, name);
  return typeof member === "string" ? member : null;
}

export function numberAt(value: JsonValue | undefined, name: string): number | null {
  const member = memberOf(value, name);
  return typeof member === "number" ? member : null;
}

export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

/** `Array.isArray` does not narrow a readonly array. */
export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
