import type { Lines } from "./lines.js";

/** Names of members and headers, bare or in quotes without escapes: no text of these forms means anything else before a colon. */
const plainKey = /([A-Za-z0-9_](?:[\w.$/-]| (?=[\w.$/-])){0,199}):(?= |\n|$)/y;
const quotedKey = /(?:'([^'\n]{0,200})'|"([^"\\\n]{0,200})"):(?= |\n|$)/y;

/** The key at an offset, and the offset after its colon; null: no key of these forms begins there. A key is its text as written. */
export function readKey({ text }: Lines, offset: number): { readonly name: string; readonly end: number } | null {
  const first = text[offset];
  const pattern = first === "'" || first === '"' ? quotedKey : plainKey;
  pattern.lastIndex = offset;
  const found = pattern.exec(text);
  const name = found?.[1] ?? found?.[2];
  return name === undefined ? null : { name, end: pattern.lastIndex };
}
