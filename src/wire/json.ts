import { findJsonFault } from "./json-fault.js";

/** A JSON value; a member that is absent is absent, never `undefined`. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/**
 * What a text turned out to be. `incomplete`: the text is the beginning of valid JSON and only its end is missing
 * (also the empty text). `position` is the UTF-16 index of the first character that cannot stand there, or the
 * text's length when it is incomplete; null when it is not known.
 */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly position: number | null; readonly incomplete: boolean };

/**
 * Nested arrays and objects beyond this many are refused: `JSON.parse` reads a million of them, `JSON.stringify` dies
 * at some thousands, so that a hostile body could be read and never be written (measured on Node 20.20, 2026).
 */
export const maxJsonDepth = 128;

/** `JSON.parse` that never throws, caps the depth and tells a cut text from a wrong one. */
export function parseJson(text: string): ParsedJson {
  const tooDeep = positionTooDeep(text);
  if (tooDeep !== null) {
    const message = `nested deeper than ${maxJsonDepth} levels at position ${tooDeep}`;
    return { ok: false, message, position: tooDeep, incomplete: false };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const fault = findJsonFault(text);
    if (fault !== null) return { ok: false, ...fault };
    return { ok: false, message: String(error), position: null, incomplete: false };
  }
}

/**
 * One text for equal values: members sorted by UTF-16 code units at every level, no white space. A member that is
 * `undefined` is left out. Throws a TypeError for what is not JSON (a function, a bigint, NaN, a Map).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (isPlainObject(value)) {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(",")}}`;
  }
  throw new TypeError(
    `not a JSON value: ${typeof value === "object" ? Object.prototype.toString.call(value) : String(value)}`,
  );
}

/** Are two parsed JSON values equal, whatever the order of their members? What {@link canonicalJson} says, without the texts. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((item, index) => sameJson(item, other[index]));
  }
  const members = Object.entries(one);
  if (members.length !== Object.keys(other).length) return false;
  const others = other as { readonly [name: string]: unknown };
  return members.every(([name, value]) => Object.hasOwn(others, name) && sameJson(value, others[name]));
}

/** True when arrays and objects lie in one another more than `max` deep. Not recursive, so it survives any depth. */
export function isDeeperThan(value: unknown, max: number): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const nested = level.filter((one) => typeof one === "object" && one !== null);
    if (depth === max && nested.length > 0) return true;
    level = nested.flatMap((one) => Object.values(one as object));
  }
  return false;
}

function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  return Object.prototype.toString.call(value) === "[object Object]" && !(value instanceof Map || value instanceof Set);
}

/** Where the depth exceeds the cap; null when it does not. Text that is short or has few brackets is not walked. */
function positionTooDeep(text: string): number | null {
  if (text.length <= maxJsonDepth || hasFewBrackets(text)) return null;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) at = endOfString(text, at);
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > maxJsonDepth) return at;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return null;
}

function hasFewBrackets(text: string): boolean {
  let count = 0;
  for (const bracket of ["{", "["]) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > maxJsonDepth) return false;
    }
  }
  return true;
}

/** The index of the quote that ends the string which begins at `start`; the text's length when none does. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 92) backslashes += 1;
    if (backslashes % 2 === 0) return quote;
  }
  return text.length;
}
