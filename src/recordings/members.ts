import { isJsonObject, type JsonObject } from "../chat/json.js";
import { parseJson } from "../wire/json.js";

/** An object read from another tool's file. Its members may be anything. */
export type Members = { readonly [name: string]: unknown };

/** The value as an object; null for anything else, including lists, bytes and null. */
export function objectOf(value: unknown): Members | null {
  const isPlain =
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
  return isPlain ? (value as Members) : null;
}

/** An own member of an object; undefined when the value is not an object or lacks the member. */
export function memberOf(value: unknown, name: string): unknown {
  const object = objectOf(value);
  return object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The value as a list; null for anything else. */
export function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

/** The value as text; null for anything else. `""` stays `""`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The value as a whole number from 0, also if written as text; null for anything else. */
export function countOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** The JSON object that a text holds; null when the text is not JSON or its value is not an object. */
export function jsonObjectIn(text: string): JsonObject | null {
  const parsed = parseJson(text);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : null;
}
