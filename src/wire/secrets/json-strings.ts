import { closingQuote, skipBlank } from "../json-scan.js";

/**
 * One string value of a JSON text: `[start, end)` are the characters between its quotes, escapes as written. `path`:
 * its members, without numbers. `place`: the same with array indexes and with the values of the members `index`,
 * `contentBlockIndex` and the like around it, so that the pieces of one streamed text share a place.
 */
export type JsonString = {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly place: string;
};

/**
 * The string values of a JSON text in order, without the names of members. A cut or broken text gives the strings
 * before the fault, and a cut string up to the end of the text. Does not enter levels beyond 128.
 */
export function jsonStringsOf(text: string): readonly JsonString[] {
  const reading: Reading = { text, strings: [] };
  readValue(reading, { offset: skipBlank(text, 0), path: "", place: "", depth: 0 });
  return reading.strings;
}

type Reading = { readonly text: string; readonly strings: JsonString[] };
type Cursor = { readonly offset: number; readonly path: string; readonly place: string; readonly depth: number };

const deepest = 128;

/** The offset after the value; null: the text is cut or broken inside it. */
function readValue(reading: Reading, cursor: Cursor): number | null {
  const { text, strings } = reading;
  const { offset, path, place, depth } = cursor;
  switch (text[offset]) {
    case '"': {
      const end = closingQuote(text, offset);
      strings.push({ start: offset + 1, end: end ?? text.length, path, place });
      return end === null ? null : end + 1;
    }
    case "[":
      return depth >= deepest ? null : readArray(reading, cursor);
    case "{":
      return depth >= deepest ? null : readObject(reading, cursor);
    default:
      return endOfWord(text, offset);
  }
}

function readArray(reading: Reading, { offset, path, place, depth }: Cursor): number | null {
  const { text } = reading;
  const all = { path: extended(path, "[]"), depth: depth + 1 };
  let next = skipBlank(text, offset + 1);
  if (text[next] === "]") return next + 1;
  for (let index = 0; ; index += 1) {
    const end = readValue(reading, { ...all, offset: next, place: extended(place, `[${index}]`) });
    if (end === null) return null;
    next = skipBlank(text, end);
    if (text[next] === "]") return next + 1;
    if (text[next] !== ",") return null;
    next = skipBlank(text, next + 1);
  }
}

function readObject(reading: Reading, { offset, path, place, depth }: Cursor): number | null {
  const { text, strings } = reading;
  const before = strings.length;
  let next = skipBlank(text, offset + 1);
  let numbers = "";
  if (text[next] === "}") return next + 1;
  for (;;) {
    const nameEnd = text[next] === '"' ? closingQuote(text, next) : null;
    if (nameEnd === null) return null;
    const name = text.slice(next + 1, Math.min(nameEnd, next + longestName));
    const colon = skipBlank(text, nameEnd + 1);
    if (text[colon] !== ":") return null;
    const start = skipBlank(text, colon + 1);
    const member = { path: extended(path, `.${name}`), place: extended(place, `.${name}`), depth: depth + 1 };
    const end = readValue(reading, { ...member, offset: start });
    if (end === null) return null;
    if (isNumbering.test(name) && /^\d+$/.test(text.slice(start, end))) numbers += `${name}=${text.slice(start, end)} `;
    next = skipBlank(text, end);
    if (text[next] === "}") break;
    if (text[next] !== ",") return null;
    next = skipBlank(text, next + 1);
  }
  if (numbers !== "") {
    for (let index = before; index < strings.length; index += 1) {
      const string = strings[index];
      if (string !== undefined) strings[index] = { ...string, place: `${numbers}${string.place}` };
    }
  }
  return next + 1;
}

/** Limits against hostile member names. Longer places are cut, and no longer distinguished. */
const longestName = 100;
const longestPlace = 400;

function extended(place: string, step: string): string {
  return place.length > longestPlace ? place : place + step;
}

const isNumbering = /(?:^index|[a-z_]index|Index)$/;

/** The offset after a number, `true`, `false` or `null`; null for anything else. */
function endOfWord(text: string, offset: number): number | null {
  word.lastIndex = offset;
  return word.test(text) ? word.lastIndex : null;
}

const word = /[-+.0-9A-Za-z]+/y;
