import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/** A member of a wire object; undefined when it is absent. `null` on the wire stays null. */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** A text member; null when it is absent or not a string. `""` stays `""`. */
export function textOf(object: JsonObject, name: string): string | null {
  const value = memberOf(object, name);
  return typeof value === "string" ? value : null;
}

/** A number member; null when it is absent or not a number. 0 stays 0. */
export function numberOf(object: JsonObject, name: string): number | null {
  const value = memberOf(object, name);
  return typeof value === "number" ? value : null;
}

/** An object member; null when it is absent or not an object. */
export function objectOf(object: JsonObject, name: string): JsonObject | null {
  const value = memberOf(object, name);
  return isJsonObject(value) ? value : null;
}

/** A list member; null when it is absent or not a list. */
export function listOf(object: JsonObject, name: string): readonly JsonValue[] | null {
  const value = memberOf(object, name);
  return Array.isArray(value) ? value : null;
}

/** The names of an object's members that are not among the known ones. */
export function unknownMembers(object: JsonObject, known: ReadonlySet<string>): readonly string[] {
  const names = Object.keys(object);
  return names.every((name) => known.has(name)) ? none : names.filter((name) => !known.has(name));
}

const none: readonly string[] = [];
