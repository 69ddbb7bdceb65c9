import type { SourcePath } from "./source-document.js";

/**
 * The offset of the value at `path` in valid JSON, or of its key. If the path does not exist, the offset of its last
 * step that does. Linear in the text and not recursive, for data too large for a syntax tree with offsets.
 */
export function locateInJson(text: string, path: SourcePath, of: "key" | "value"): number {
  let offset = skipSpace(text, 0);
  for (const [index, step] of path.entries()) {
    const found =
      typeof step === "number" && text[offset] === "[" ? entryAt(text, offset, step) : memberAt(text, offset, step);
    if (found === null) return offset;
    if (of === "key" && index === path.length - 1) return found.key;
    offset = found.value;
  }
  return offset;
}

type Found = { readonly key: number; readonly value: number };

function entryAt(text: string, list: number, index: number): Found | null {
  let offset = skipSpace(text, list + 1);
  for (let current = 0; offset < text.length && text[offset] !== "]"; current += 1) {
    if (current === index) return { key: offset, value: offset };
    offset = skipSeparator(text, endOfValue(text, offset));
  }
  return null;
}

/** The last member of that name, which is the one that `JSON.parse` keeps. */
function memberAt(text: string, object: number, name: string | number): Found | null {
  if (text[object] !== "{") return null;
  let found: Found | null = null;
  let offset = skipSpace(text, object + 1);
  while (offset < text.length && text[offset] !== "}") {
    const keyEnd = endOfValue(text, offset);
    const value = skipSeparator(text, keyEnd);
    if (JSON.parse(text.slice(offset, keyEnd)) === String(name)) found = { key: offset, value };
    offset = skipSeparator(text, endOfValue(text, value));
  }
  return found;
}

/** The offset after the value that begins at `start`. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let offset = start; offset < text.length; offset += 1) {
    const char = text[offset];
    if (char === '"') offset = endOfString(text, offset);
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") {
      // A plain value ends where the object or list around it ends.
      if (depth === 0) return offset;
      depth -= 1;
    } else if (depth === 0 && (char === "," || char === ":")) return offset;
    else continue;
    if (depth === 0) return offset + 1;
  }
  return text.length;
}

/** The offset of the closing quote of the string that begins at `start`. */
function endOfString(text: string, start: number): number {
  let offset = start + 1;
  while (offset < text.length && text[offset] !== '"') offset += text[offset] === "\\" ? 2 : 1;
  return offset;
}

function skipSeparator(text: string, from: number): number {
  const offset = skipSpace(text, from);
  return text[offset] === "," || text[offset] === ":" ? skipSpace(text, offset + 1) : offset;
}

function skipSpace(text: string, from: number): number {
  let offset = from;
  while (offset < text.length && " \t\r\n".includes(text.charAt(offset))) offset += 1;
  return offset;
}
