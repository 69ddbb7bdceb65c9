import { findJsonFault } from "./json-fault.js";
import { closingQuote } from "./json-scan.js";

/**
 * The result of {@link parseJson}. `incomplete`: the text is a prefix of valid JSON (also the empty text). `position`:
 * the UTF-16 index of the first wrong character, or the text's length when it is incomplete; null when unknown.
 * `tooDeep`: true for JSON beyond {@link maxJsonDepth}, which is our limit and no fault of the text.
 */
export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly message: string;
      readonly position: number | null;
      readonly incomplete: boolean;
      readonly tooDeep: boolean;
    };

/**
 * How deep arrays and objects may be nested. `JSON.parse` reads a million levels but `JSON.stringify` fails at some
 * thousands, so a hostile body could be read and never be written (measured on Node 20.20, 2026).
 */
export const maxJsonDepth = 128;

/**
 * `JSON.parse` that never throws, limits the depth and distinguishes incomplete text from wrong text.
 *
 * @example
 * const parsed = parseJson('{"a":[1,'); // { ok: false, incomplete: true, position: 8, message: … }
 * if (parsed.ok) use(parsed.value);
 */
export function parseJson(text: string): ParsedJson {
  const short = text.length < fewestTooDeep ? parsedShort(text) : null;
  if (short !== null) return short;
  const tooDeep = positionTooDeep(text);
  if (tooDeep !== null) {
    const message = `nested deeper than ${maxJsonDepth} levels at position ${tooDeep}`;
    return { ok: false, message, position: tooDeep, incomplete: false, tooDeep: findJsonFault(text) === null };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const fault = findJsonFault(text);
    if (fault !== null) return { ok: false, ...fault, tooDeep: false };
    return { ok: false, message: String(error), position: null, incomplete: false, tooDeep: false };
  }
}

/** JSON that is too deep has at least so many characters: each level opens and closes. */
const fewestTooDeep = 2 * (maxJsonDepth + 1);

/** JSON that is too short to be too deep; null: it is no JSON. Most texts are the events of streams, where counting brackets shows. */
function parsedShort(text: string): ParsedJson | null {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return null;
  }
}

/**
 * The same text for equal values: members sorted by UTF-16 code units at every level, no white space, members that are
 * `undefined` left out. Throws a TypeError for a value that is not JSON (a function, a bigint, NaN, a Map).
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

/**
 * True when two parsed JSON values are equal, in any order of members: when their {@link canonicalJson} is the same.
 */
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

/** True when arrays and objects are nested more than `max` deep. Not recursive, so it works at any depth. */
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

/** The offset at which the depth exceeds the limit; null: nowhere. Skips text that is short or has few brackets. */
function positionTooDeep(text: string): number | null {
  if (text.length <= maxJsonDepth || hasFewBrackets(text)) return null;
  let depth = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 34) offset = closingQuote(text, offset) ?? text.length;
    else if (code === 91 || code === 123) {
      depth += 1;
      if (depth > maxJsonDepth) return offset;
    } else if (code === 93 || code === 125) depth -= 1;
  }
  return null;
}

function hasFewBrackets(text: string): boolean {
  let count = 0;
  for (const bracket of ["{", "["]) {
    for (let offset = text.indexOf(bracket); offset !== -1; offset = text.indexOf(bracket, offset + 1)) {
      count += 1;
      if (count > maxJsonDepth) return false;
    }
  }
  return true;
}
