/**
 * A name of a file, a member or a place in quotation marks, safe for a terminal and a log: on one line, every character that is not
 * visible as `\u{…}`, cut after `limit` code points (default 120) with the length that it has.
 */
export function quotedName(name: string, limit = 120): string {
  const points = [...name.slice(0, 2 * limit + 2)];
  const isCut = points.length > limit || name.length > 2 * limit + 2;
  const shown = points.slice(0, limit).join("").replace(hidden, escaped);
  return isCut ? `"${shown}…" (${name.length} characters)` : `"${shown}"`;
}

/** Controls, formats (bidirectional and zero-width marks), surrogates, private and unassigned ones, every space but the usual one. */
const hidden = /[\p{C}\p{Zl}\p{Zp}"\\]|(?! )\p{Zs}/gu;

function escaped(character: string): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
