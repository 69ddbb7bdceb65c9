/**
 * One string value of a JSON text: `[start, end)` are the characters between its quotes, escapes as written.
 * `path` names its members without any number; `place` adds where it stood in its arrays and what the members called
 * `index`, `contentBlockIndex` and the like around it say, so that the pieces of one text share a place.
 */
export type JsonString = {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly place: string;
};

/**
 * The string values of a JSON text in their order (not the names of members). A text that is cut or broken gives what
 * stands before the fault, a string that is cut up to the end; levels beyond 128 are not entered.
 */
export function jsonStringsOf(text: string): readonly JsonString[] {
  const reading: Reading = { text, strings: [] };
  readValue(reading, { at: skipBlank(text, 0), path: "", place: "", depth: 0 });
  return reading.strings;
}

type Reading = { readonly text: string; readonly strings: JsonString[] };
type Cursor = { readonly at: number; readonly path: string; readonly place: string; readonly depth: number };

const deepest = 128;

/** Where the value ends; null: the text is cut or broken in it. */
function readValue(reading: Reading, cursor: Cursor): number | null {
  const { text, strings } = reading;
  const { at, path, place, depth } = cursor;
  switch (text[at]) {
    case '"': {
      const end = endOfString(text, at);
      strings.push({ start: at + 1, end: end ?? text.length, path, place });
      return end === null ? null : end + 1;
    }
    case "[":
      return depth >= deepest ? null : readArray(reading, cursor);
    case "{":
      return depth >= deepest ? null : readObject(reading, cursor);
    default:
      return endOfWord(text, at);
  }
}

function readArray(reading: Reading, { at, path, place, depth }: Cursor): number | null {
  const { text } = reading;
  const all = { path: extended(path, "[]"), depth: depth + 1 };
  let next = skipBlank(text, at + 1);
  if (text[next] === "]") return next + 1;
  for (let index = 0; ; index += 1) {
    const end = readValue(reading, { ...all, at: next, place: extended(place, `[${index}]`) });
    if (end === null) return null;
    next = skipBlank(text, end);
    if (text[next] === "]") return next + 1;
    if (text[next] !== ",") return null;
    next = skipBlank(text, next + 1);
  }
}

function readObject(reading: Reading, { at, path, place, depth }: Cursor): number | null {
  const { text, strings } = reading;
  const before = strings.length;
  let next = skipBlank(text, at + 1);
  let numbers = "";
  if (text[next] === "}") return next + 1;
  for (;;) {
    const nameEnd = text[next] === '"' ? endOfString(text, next) : null;
    if (nameEnd === null) return null;
    const name = text.slice(next + 1, Math.min(nameEnd, next + longestName));
    const colon = skipBlank(text, nameEnd + 1);
    if (text[colon] !== ":") return null;
    const start = skipBlank(text, colon + 1);
    const member = { path: extended(path, `.${name}`), place: extended(place, `.${name}`), depth: depth + 1 };
    const end = readValue(reading, { ...member, at: start });
    if (end === null) return null;
    if (isNumbering.test(name) && /^\d+$/.test(text.slice(start, end))) numbers += `${name}=${text.slice(start, end)} `;
    next = skipBlank(text, end);
    if (text[next] === "}") break;
    if (text[next] !== ",") return null;
    next = skipBlank(text, next + 1);
  }
  if (numbers !== "") {
    for (let of = before; of < strings.length; of += 1) {
      const string = strings[of];
      if (string !== undefined) strings[of] = { ...string, place: `${numbers}${string.place}` };
    }
  }
  return next + 1;
}

/** Hostile names must not make every place of theirs long: beyond this, places are told apart no further. */
const longestName = 100;
const longestPlace = 400;

function extended(place: string, step: string): string {
  return place.length > longestPlace ? place : place + step;
}

const isNumbering = /(?:^index|[a-z_]index|Index)$/;

/** Where the closing quote stands; null: there is none. */
function endOfString(text: string, quote: number): number | null {
  for (let at = text.indexOf('"', quote + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return null;
}

/** The end of a number, `true`, `false` or `null`; null for anything else. */
function endOfWord(text: string, at: number): number | null {
  word.lastIndex = at;
  return word.test(text) ? word.lastIndex : null;
}

const word = /[-+.0-9A-Za-z]+/y;

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
