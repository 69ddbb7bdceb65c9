import { isJsonObject, type JsonObject, type JsonValue } from "../../chat/json.js";

/** The member as a string; null when it is absent, null or of another type. `""` stays `""`. */
export function stringIn(object: JsonObject, member: string): string | null {
  const value = object[member];
  return typeof value === "string" ? value : null;
}

/** The member as a number; null when it is absent, null or of another type. `0` stays `0`. */
export function numberIn(object: JsonObject, member: string): number | null {
  const value = object[member];
  return typeof value === "number" ? value : null;
}

/** The member as a count: a number, or digits that were sent as text; null when it is neither. */
export function countIn(object: JsonObject, member: string): number | null {
  const value = object[member];
  return isCountText(value) ? Number(value) : numberIn(object, member);
}

/** True for a count that was sent as text. */
export function isCountText(value: JsonValue | undefined): boolean {
  return typeof value === "string" && /^\d{1,15}$/.test(value);
}

/** The member as a boolean; null when it is absent or of another type. */
export function booleanIn(object: JsonObject, member: string): boolean | null {
  const value = object[member];
  return typeof value === "boolean" ? value : null;
}

/** The member as an object; null when it is absent or of another type. */
export function objectIn(object: JsonObject, member: string): JsonObject | null {
  const value = object[member];
  return isJsonObject(value) ? value : null;
}

/** The member as an array; null when it is absent or of another type. */
export function arrayIn(object: JsonObject, member: string): readonly JsonValue[] | null {
  const value = object[member];
  return isJsonArray(value) ? value : null;
}

/** The objects of an array member, in order; null when the member is not an array. Other values are left out. */
export function objectsIn(object: JsonObject, member: string): readonly JsonObject[] | null {
  const values = arrayIn(object, member);
  return values === null ? null : values.filter(isJsonObject);
}

/** The strings of an array member; a lone string counts as an array of one; null when it is neither. */
export function stringsIn(object: JsonObject, member: string): readonly string[] | null {
  const lone = stringIn(object, member);
  if (lone !== null) return [lone];
  const values = arrayIn(object, member);
  return values === null ? null : values.filter((value) => typeof value === "string");
}

/**
 * A document of arguments as JSON text. Null: absent or null. An empty text stays empty: it is what a stream without arguments
 * sends, and no document.
 */
export function documentText(document: JsonValue | undefined): string | null {
  if (document === undefined || document === null) return null;
  return document === "" ? "" : JSON.stringify(document);
}

function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
