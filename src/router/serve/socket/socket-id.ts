import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { closingQuote, skipBlank } from "../../../wire/json-scan.js";

/**
 * The `id` of a frame. `text`: its JSON as it comes back in `request_id`; null: the frame has none. `key`: equal for equal values, so
 * `1`, `1.0` and `1e0` are one id, and `1` and `"1"` are two.
 */
export type SocketId = { readonly text: string | null; readonly key: string };

/** The limit of an id in characters of its JSON, since every frame of the reply repeats it. */
const maxLength = 256;

/**
 * The member `name` of a frame as an id. Any JSON scalar is one: a string, true, false, null, or a number, which keeps its digits even
 * where a double cannot hold them. Null: the frame has no such member. `fault`: it is an object, a list, or too long.
 */
export function socketIdIn(
  frame: JsonObject,
  frameText: string,
  name: "id" | "cancel",
): SocketId | { readonly fault: string } | null {
  const value = frame[name];
  if (value === undefined) return null;
  if (typeof value === "object" && value !== null) {
    return { fault: `${name} must be a string, a number, true, false or null, not ${described(value)}` };
  }
  const text = typeof value === "number" ? numberAt(frameText, name) : JSON.stringify(value);
  if (text.length > maxLength) return { fault: `${name} must have at most ${maxLength} characters` };
  return { text, key: typeof value === "number" ? canonicalNumber(text) : text };
}

function described(value: JsonValue): string {
  return Array.isArray(value) ? "a list" : "an object";
}

/** The text of a number among the members of a JSON object that has been parsed; of two with one name the last counts. */
function numberAt(text: string, name: string): string {
  let found = "";
  let depth = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    const sign = text[offset];
    if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") depth -= 1;
    if (sign !== '"') continue;
    const end = closingQuote(text, offset) ?? text.length;
    const after = skipBlank(text, end + 1);
    if (depth === 1 && text[after] === ":" && JSON.parse(text.slice(offset, end + 1)) === name) {
      const start = skipBlank(text, after + 1);
      found = /^-?[\d.eE+-]+/.exec(text.slice(start, start + maxLength + 1))?.[0] ?? found;
    }
    offset = end;
  }
  return found;
}

/** One text for each value, whatever its notation. */
function canonicalNumber(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  return `${sign}${kept}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - kept.length)}`;
}
