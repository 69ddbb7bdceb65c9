import type { SourcePath } from "./source-document.js";

/**
 * The offset of the value at `path` of a text that is JSON, or of its key; of the last step that exists when the path
 * leads nowhere. Linear in the text and without recursion, for data too large for a tree that knows its places.
 */
export function locateInJson(text: string, path: SourcePath, of: "key" | "value"): number {
  let at = skipSpace(text, 0);
  for (const [index, step] of path.entries()) {
    const found = typeof step === "number" && text[at] === "[" ? entryAt(text, at, step) : memberAt(text, at, step);
    if (found === null) return at;
    if (of === "key" && index === path.length - 1) return found.key;
    at = found.value;
  }
  return at;
}

type Found = { readonly key: number; readonly value: number };

function entryAt(text: string, list: number, wanted: number): Found | null {
  let at = skipSpace(text, list + 1);
  for (let index = 0; at < text.length && text[at] !== "]"; index += 1) {
    if (index === wanted) return { key: at, value: at };
    at = skipSeparator(text, endOfValue(text, at));
  }
  return null;
}

/** The last member of that name: it is the one that counts in JavaScript. */
function memberAt(text: string, object: number, wanted: string | number): Found | null {
  if (text[object] !== "{") return null;
  let found: Found | null = null;
  let at = skipSpace(text, object + 1);
  while (at < text.length && text[at] !== "}") {
    const keyEnd = endOfValue(text, at);
    const value = skipSeparator(text, keyEnd);
    if (JSON.parse(text.slice(at, keyEnd)) === String(wanted)) found = { key: at, value };
    at = skipSeparator(text, endOfValue(text, value));
  }
  return found;
}

/** The offset behind the value that begins at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") {
      // A plain value ends where the object or list around it does.
      if (depth === 0) return at;
      depth -= 1;
    } else if (depth === 0 && (char === "," || char === ":")) return at;
    else continue;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** The offset of the quote that ends the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function skipSeparator(text: string, from: number): number {
  const at = skipSpace(text, from);
  return text[at] === "," || text[at] === ":" ? skipSpace(text, at + 1) : at;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text.charAt(at))) at += 1;
  return at;
}
