import { isJsonObject, type JsonObject } from "../../chat/json.js";

/** A JSON object in a text, with its place. */
export type PlacedObject = {
  readonly value: JsonObject;
  readonly source: string;
  readonly at: number;
  readonly end: number;
};

/**
 * Every complete JSON object in `text`, in order; of nested objects only the outermost. Objects nested deeper than 100 are left
 * out. A text of many open braces is given up after some 8 passes over it.
 */
export function jsonObjectsIn(text: string): readonly PlacedObject[] {
  const found: PlacedObject[] = [];
  const work = { left: 8 * text.length + 100_000 };
  for (let at = text.indexOf("{"); at !== -1 && work.left > 0; ) {
    const end = objectStart.test(text.slice(at, at + 40)) ? balancedEnd(text, at, work) : null;
    const source = end === null ? null : text.slice(at, end);
    const value = source === null ? null : parseObject(source);
    if (source !== null && value !== null) found.push({ value, source, at, end: at + source.length });
    at = text.indexOf("{", at + (source === null || value === null ? 1 : source.length));
  }
  return found;
}

/** The JSON object that is the whole of `text`; null when it is not one. */
export function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

const objectStart = /^\{(?:\s*["}]|\s{39})/;
const maxDepth = 100;

/** The offset after the brace that closes the one at `start`, null without one. Braces in strings do not count. */
function balancedEnd(text: string, start: number, work: { left: number }): number | null {
  let depth = 0;
  let inString = false;
  let offset = start;
  for (; offset < text.length; offset += 1) {
    const character = text.charCodeAt(offset);
    if (inString) {
      if (character === backslash) offset += 1;
      else if (character === quotationMark) inString = false;
    } else if (character === quotationMark) inString = true;
    else if (character === openingBrace) {
      depth += 1;
      if (depth > maxDepth) break;
    } else if (character === closingBrace) {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  work.left -= offset - start + 1;
  return depth === 0 && offset < text.length ? offset + 1 : null;
}

const backslash = 0x5c;
const quotationMark = 0x22;
const openingBrace = 0x7b;
const closingBrace = 0x7d;
