import { closingQuote, skipBlank } from "../../wire/json-scan.js";

/**
 * Where a value ends in a text that may be damaged. `end`: the offset after it. `sound`: its brackets and quotes match. `wrong`:
 * they do not, so that what follows may belong to it. `cut`: the text ends within it.
 */
export type ValueSpan = { readonly end: number; readonly state: "sound" | "wrong" | "cut" };

/** The offset of the value at a path of members; null: the text has no such member before it is damaged. */
export function offsetOfMember(text: string, path: readonly string[]): number | null {
  let offset: number | null = skipBlank(text, 0);
  for (const name of path) {
    offset = offset === null ? null : memberIn(text, offset, name);
  }
  return offset;
}

function memberIn(text: string, object: number, name: string): number | null {
  if (text[object] !== "{") return null;
  let offset = skipBlank(text, object + 1);
  while (text[offset] === '"') {
    const quote = closingQuote(text, offset);
    if (quote === null) return null;
    const key = text.slice(offset + 1, quote);
    const colon = skipBlank(text, quote + 1);
    if (text[colon] !== ":") return null;
    const value = skipBlank(text, colon + 1);
    if (key === name) return value;
    const span = spanOfValue(text, value);
    const comma = skipBlank(text, span.end);
    if (span.state !== "sound" || text[comma] !== ",") return null;
    offset = skipBlank(text, comma + 1);
  }
  return null;
}

/** Beyond this depth, brackets are only counted. */
const maxPaired = 1024;

/** The extent of the value at an offset, by its brackets and quotes alone: numbers and words are not checked. */
export function spanOfValue(text: string, start: number): ValueSpan {
  const open: string[] = [];
  let [beyond, isWrong] = [0, false];
  const spanTo = (end: number): ValueSpan => ({ end, state: isWrong ? "wrong" : "sound" });
  for (let offset = start; offset < text.length; offset += 1) {
    const character = text.charAt(offset);
    if (character === '"') {
      const end = endOfString(text, offset);
      if (end.state === "wrong") isWrong = true;
      if (end.state === "cut") return { end: text.length, state: isWrong ? "wrong" : "cut" };
      offset = end.end - 1;
    } else if (character === "[" || character === "{") {
      if (open.length < maxPaired) open.push(character);
      else beyond += 1;
    } else if (character === "]" || character === "}") {
      if (open.length === 0) return spanTo(offset);
      if (beyond > 0) beyond -= 1;
      else if (open.pop() !== (character === "]" ? "[" : "{")) isWrong = true;
    } else if (character === "," && open.length === 0) return spanTo(offset);
    else continue;
    if (open.length === 0) return spanTo(offset + 1);
  }
  return open.length === 0 || isWrong ? spanTo(text.length) : { end: text.length, state: "cut" };
}

/** JSON text has no line break in a string, so that a quote that is missing ends with its line. */
function endOfString(text: string, quote: number): ValueSpan {
  const close = closingQuote(text, quote);
  const inside = close === null ? text.slice(quote) : text.slice(quote, close);
  const line = inside.indexOf("\n");
  if (line !== -1) return { end: quote + line, state: "wrong" };
  return close === null ? { end: text.length, state: "cut" } : { end: close + 1, state: "sound" };
}
