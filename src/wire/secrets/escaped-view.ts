import { bisect } from "../../chat/bisect.js";

/**
 * A text with its escapes decoded. `startOf`: the offset in the original of one of its characters or of its end, so that a find in
 * the view can be cut out of the original and nothing else changes.
 */
export type EscapedView = { readonly text: string; readonly startOf: (offset: number) => number };

const percentEscape = /%([0-9A-Fa-f]{2})/g;
const backslashEscape = /\\(?:u([0-9A-Fa-f]{4})|(["\\/bfnrt]))/g;
const letters: { readonly [letter: string]: string } = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** The text with percent escapes decoded, byte by byte; null when there are none. */
export function percentView(text: string): EscapedView | null {
  return text.includes("%") ? viewOf(text, percentEscape, (match) => characterOf(match[1])) : null;
}

/** The text with the escapes of JSON strings decoded, inside strings or not; null when there are none. */
export function backslashView(text: string): EscapedView | null {
  if (!text.includes("\\")) return null;
  return viewOf(text, backslashEscape, ([, hex, letter]) =>
    letter === undefined ? characterOf(hex) : (letters[letter] ?? letter),
  );
}

function characterOf(hex: string | undefined): string {
  return String.fromCharCode(Number.parseInt(hex ?? "", 16));
}

/** An escape in the original, `[start, end)`, and the offset of its character in the view. */
type Escape = { readonly at: number; readonly start: number; readonly end: number };

function viewOf(text: string, pattern: RegExp, decode: (match: RegExpExecArray) => string): EscapedView | null {
  const escapes: Escape[] = [];
  const pieces: string[] = [];
  let from = 0;
  let shorter = 0;
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    pieces.push(text.slice(from, start), decode(match));
    escapes.push({ at: start - shorter, start, end });
    shorter += end - start - 1;
    from = end;
  }
  if (from === 0) return null;
  pieces.push(text.slice(from));
  return { text: pieces.join(""), startOf: (offset) => sourceOf(escapes, offset) };
}

function sourceOf(escapes: readonly Escape[], offset: number): number {
  const last = escapes[bisect([0, escapes.length], (index) => (escapes[index]?.at ?? 0) > offset) - 1];
  if (last === undefined) return offset;
  return last.at === offset ? last.start : last.end + (offset - last.at - 1);
}
