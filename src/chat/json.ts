/** A JSON value of a request, a reply or a file. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object; a member that is absent is absent, never `undefined`. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** True when `value` is a JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The members that are not null, in their order. For objects that are built for every request: adding a missing member
 * to a spread object takes some twenty times as long on Node 20 (20.20 against 22.23, 2026-11).
 */
export function withoutNulls(members: JsonObject): JsonObject {
  const kept: { [name: string]: JsonValue } = {};
  for (const name in members) {
    const value = members[name];
    if (value !== undefined && value !== null) kept[name] = value;
  }
  return kept;
}
