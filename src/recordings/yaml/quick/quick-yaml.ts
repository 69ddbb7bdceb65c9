import { setMember } from "../set-member.js";
import { GiveUp, giveUp } from "./give-up.js";
import { readKey } from "./key.js";
import { Lines } from "./lines.js";
import { readScalar } from "./scalar.js";

/** Deeper texts are left to the library, with its own limit. */
const maxDepth = 48;

/** Characters that are refused or that break lines in YAML 1.1 alone, carriage returns, and the mark of an order of bytes. */
const unusual = /[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]/;

/**
 * The documents of a text in the few forms that recorders write: lists and objects by indentation, texts that are plain, quoted or
 * literal. Null for a text with anything else, and for every text that is no YAML: what is read here, the library reads alike
 * (`quick-yaml.test.ts`), some ten times slower.
 */
export function quickDocuments(text: string): readonly unknown[] | null {
  const whole = text.replace(/\n\.\.\.\n$/, "\n");
  if (unusual.test(text) || /^\.\.\./m.test(whole)) return null;
  try {
    return documentTexts(whole).map(readDocument);
  } catch (error) {
    if (error instanceof GiveUp) return null;
    throw error;
  }
}

function documentTexts(text: string): readonly string[] {
  const whole = text.startsWith("---\n") ? text.slice(4) : text;
  if (!whole.includes("\n---") && !whole.startsWith("---")) return [whole];
  const texts = whole.split(/^---\n/m);
  if (texts.some((one) => /^---/m.test(one))) giveUp("a marker with content");
  return texts;
}

function readDocument(text: string): unknown {
  const lines = new Lines(text);
  if (lines.indent !== 0) giveUp("no content at the left margin");
  const value = readCollection(lines, { column: 0, at: lines.content, depth: 0 });
  if (!lines.hasEnded) giveUp("content after the document");
  return value;
}

/** Where a list or an object begins: its column, the offset of its first item or key, and how many it is inside of. */
type Begin = { readonly column: number; readonly at: number; readonly depth: number };

function readCollection(lines: Lines, begin: Begin): unknown {
  if (begin.depth > maxDepth) giveUp("deep");
  return lines.isItem(begin.at) ? readList(lines, begin) : readObject(lines, begin);
}

function readList(lines: Lines, { column, at, depth }: Begin): readonly unknown[] {
  const list: unknown[] = [];
  for (let item = at; ; item = lines.content) {
    const from = lines.afterSpaces(item + 1);
    if (lines.isEnd(from)) giveUp("an item on the next line");
    const isNested = lines.isItem(from) || readKey(lines, from) !== null;
    const inner = { column: column + from - item, at: from, depth: depth + 1 };
    list.push(isNested ? readCollection(lines, inner) : readScalar(lines, from, column));
    if (lines.indent > column) giveUp("an indent of its own");
    if (lines.indent < column || !lines.isItem(lines.content)) return list;
  }
}

function readObject(lines: Lines, { column, at, depth }: Begin): { readonly [name: string]: unknown } {
  const object = {};
  for (let member = at; ; member = lines.content) {
    const key = readKey(lines, member);
    if (key === null) return giveUp("no key");
    setMember(object, key.name, readValue(lines, { column, at: key.end, depth }));
    if (lines.indent > column) giveUp("an indent of its own");
    if (lines.indent < column) return object;
  }
}

/** What follows the colon of a key: in its line, or from the next line on. */
function readValue(lines: Lines, { column, at, depth }: Begin): unknown {
  const from = lines.afterSpaces(at);
  if (!lines.isEnd(from)) return readScalar(lines, from, column);
  lines.moveTo(lines.endOf(from) + 1);
  const isBelow = lines.indent > column || (lines.indent === column && lines.isItem(lines.content));
  return isBelow ? readCollection(lines, { column: lines.indent, at: lines.content, depth: depth + 1 }) : null;
}
