import type { Place } from "./source-error.js";

/** Line and column of a UTF-16 offset; an offset beyond the end counts as the end. Lines end at LF, CRLF or CR. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, Math.max(0, offset));
  const breaks = [...before.matchAll(/\r\n|\n|\r(?!\n)/g)];
  const last = breaks.at(-1);
  const lineStart = last === undefined ? 0 : last.index + last[0].length;
  return { line: breaks.length + 1, column: before.length - lineStart + 1 };
}
