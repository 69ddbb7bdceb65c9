import { maxJsonDepth } from "../../../wire/json.js";

/**
 * Reads JSON5 as recorders write it: names without quotes, texts in single quotes, commas before a bracket, comments. null for
 * any other text, and for one nested deeper than our JSON may be. Numbers are those of JSON.
 */
export function parseJson5(text: string): { readonly value: unknown } | null {
  const reader = { text, at: 0 };
  try {
    const value = readValue(reader, 0);
    skipBlank(reader);
    return reader.at === text.length ? { value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

type Reader = { readonly text: string; at: number };

function readValue(reader: Reader, depth: number): unknown {
  skipBlank(reader);
  const next = reader.text[reader.at];
  if (depth > maxJsonDepth) throw new SyntaxError("nested too deeply");
  if (next === "{") return readObject(reader, depth);
  if (next === "[") return readList(reader, depth);
  if (next === '"' || next === "'") return readText(reader);
  const word = take(reader, /[\w.+-]+/y);
  const value: unknown = JSON.parse(word);
  return value;
}

function readObject(reader: Reader, depth: number): unknown {
  const members: [string, unknown][] = [];
  reader.at += 1;
  while (!ends(reader, "}")) {
    const quote = reader.text[reader.at];
    const name = quote === '"' || quote === "'" ? readText(reader) : take(reader, /[\p{L}_$][\p{L}\p{N}_$]*/uy);
    skipBlank(reader);
    take(reader, /:/y);
    members.push([name, readValue(reader, depth + 1)]);
    separate(reader, "}");
  }
  return Object.fromEntries(members);
}

function readList(reader: Reader, depth: number): unknown {
  const items: unknown[] = [];
  reader.at += 1;
  while (!ends(reader, "]")) {
    items.push(readValue(reader, depth + 1));
    separate(reader, "]");
  }
  return items;
}

/** True, and past the bracket, at the end of an object or list. */
function ends(reader: Reader, bracket: string): boolean {
  skipBlank(reader);
  if (reader.text[reader.at] !== bracket) return false;
  reader.at += 1;
  return true;
}

function separate(reader: Reader, bracket: string): void {
  skipBlank(reader);
  if (reader.text[reader.at] !== bracket) take(reader, /,/y);
}

const escapes: { readonly [letter: string]: string } = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "0": "\0",
};

function readText(reader: Reader): string {
  const { text, at } = reader;
  let end = at + 1;
  while (end < text.length && text[end] !== text[at]) end += text[end] === "\\" ? 2 : 1;
  if (end >= text.length) throw new SyntaxError("a text does not end");
  reader.at = end + 1;
  return text.slice(at + 1, end).replace(/\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|[\s\S])/g, unescaped);
}

/** What an escape stands for. A backslash before a line break continues the line. */
function unescaped(sequence: string): string {
  const rest = sequence.slice(1);
  if (/^[ux]./.test(rest)) return String.fromCharCode(Number.parseInt(rest.slice(1), 16));
  return /^[\r\n\u2028\u2029]/.test(rest) ? "" : (escapes[rest] ?? rest);
}

function skipBlank(reader: Reader): void {
  take(reader, /(?:\s+|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/y);
}

function take(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text)?.[0];
  if (found === undefined) throw new SyntaxError(`not JSON5 at ${reader.at}`);
  reader.at += found.length;
  return found;
}
