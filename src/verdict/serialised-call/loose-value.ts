import type { JsonObject, JsonValue } from "../../chat/json.js";

/** A value, and the offset after it. `value` undefined: none stands there, and `end` is where reading stopped. */
export type LooseValue = { readonly value: JsonObject | undefined; readonly end: number };

/**
 * The object that begins at `at` (after blanks): JSON, or a relative of it in which keys may stand without quotes, strings may
 * stand in `'…'`, in `<escape>…<escape>` (FunctionGemma) or in `<|"|>…<|"|>` (Gemma 4), and Python's words stand for JSON's.
 */
export function looseObjectAt(text: string, at: number): LooseValue {
  const cursor = { text, at };
  return { value: take(cursor, "{") ? readMembers(cursor, "}", 0) : undefined, end: cursor.at };
}

/** The arguments of a call in code, `(harbour="Whitby", days=2)`, from the bracket at `at`; undefined for `("Whitby")`. */
export function keywordsAt(text: string, at: number): LooseValue {
  const cursor = { text, at };
  return { value: take(cursor, "(") ? readMembers(cursor, ")", 0) : undefined, end: cursor.at };
}

type Cursor = { readonly text: string; at: number };

const maxDepth = 60;
const quotes = [
  ['"', '"'],
  ["'", "'"],
  ["<escape>", "<escape>"],
  ['<|"|>', '<|"|>'],
] as const;
const words: { readonly [word: string]: JsonValue } = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
};

/** `key: value` before a brace, `key=value` before a round bracket, where keys have no quotes. */
function readMembers(cursor: Cursor, close: "}" | ")", depth: number): JsonObject | undefined {
  const members: (readonly [string, JsonValue])[] = [];
  while (!take(cursor, close)) {
    if (members.length > 0 && !take(cursor, ",")) return undefined;
    if (members.length > 0 && take(cursor, close)) break;
    const quoted = close === "}" ? readString(cursor) : undefined;
    const key = quoted ?? match(cursor, /[A-Za-z_$][\w$.-]{0,80}/y);
    if (key === undefined || !take(cursor, close === "}" ? ":" : "=")) return undefined;
    const value = readValue(cursor, depth + 1);
    if (value === undefined) return undefined;
    members.push([key, value]);
  }
  return Object.fromEntries(members);
}

function readValue(cursor: Cursor, depth: number): JsonValue | undefined {
  if (depth > maxDepth) return undefined;
  if (take(cursor, "{")) return readMembers(cursor, "}", depth);
  if (take(cursor, "[")) return readItems(cursor, depth);
  return readString(cursor) ?? readBare(cursor);
}

function readItems(cursor: Cursor, depth: number): JsonValue | undefined {
  const items: JsonValue[] = [];
  while (!take(cursor, "]")) {
    if (items.length > 0 && !take(cursor, ",")) return undefined;
    if (items.length > 0 && take(cursor, "]")) break;
    const item = readValue(cursor, depth + 1);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

/** After a string without an end, the cursor stands at the end of the text. */
function readString(cursor: Cursor): string | undefined {
  const { text, at } = cursor;
  const [open, close] = quotes.find(([mark]) => text.startsWith(mark, at)) ?? [];
  if (open === undefined || close === undefined) return undefined;
  const start = at + open.length;
  const hasEscapes = open.length === 1;
  let end = text.indexOf(close, start);
  while (hasEscapes && end !== -1 && isEscaped(text, start, end)) end = text.indexOf(close, end + 1);
  cursor.at = end === -1 ? text.length : end + close.length;
  if (end === -1) return undefined;
  return hasEscapes ? unescaped(text.slice(start, end)) : text.slice(start, end);
}

function isEscaped(text: string, start: number, at: number): boolean {
  let signs = 0;
  while (at - signs > start && text[at - signs - 1] === "\\") signs += 1;
  return signs % 2 === 1;
}

function unescaped(source: string): string {
  if (!source.includes("\\")) return source;
  const json = source
    .replaceAll("\\'", "'")
    .replace(/(?<!\\)"/g, '\\"')
    .replaceAll("\n", "\\n");
  try {
    const text: unknown = JSON.parse(`"${json}"`);
    return typeof text === "string" ? text : source;
  } catch {
    return source;
  }
}

/** A number, one of the {@link words}, or text without quotes. */
function readBare(cursor: Cursor): JsonValue | undefined {
  const source = match(cursor, /[^\s,:;(){}[\]"'<>=][^,{}()[\]"'<>=\n]{0,200}/y)?.trim();
  if (source === undefined) return undefined;
  if (Object.hasOwn(words, source)) return words[source];
  return /^-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/.test(source) ? Number(source) : source;
}

/** Moves past blanks, and past the sign if it stands there; says whether it does. */
function take(cursor: Cursor, sign: string): boolean {
  match(cursor, /\s+/y);
  if (!cursor.text.startsWith(sign, cursor.at)) return false;
  cursor.at += sign.length;
  return true;
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}
