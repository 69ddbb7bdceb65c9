/** A JSON value as it stands in a request, a reply or a file. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object; a member that is absent is absent, never `undefined`. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** True when `value` is a JSON object (not null, not an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
