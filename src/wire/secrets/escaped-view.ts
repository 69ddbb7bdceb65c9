/**
 * A text with its escapes decoded. `starts`: for each of its characters and its end, the offset in the original, so
 * that a find in the view can be cut out of the original and nothing else changes.
 */
export type EscapedView = { readonly text: string; readonly starts: Uint32Array };

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

function viewOf(text: string, pattern: RegExp, decode: (match: RegExpExecArray) => string): EscapedView | null {
  const starts = new Uint32Array(text.length + 1);
  const pieces: string[] = [];
  let length = 0;
  let from = 0;
  const keepUpTo = (end: number): void => {
    pieces.push(text.slice(from, end));
    for (let offset = from; offset < end; offset += 1, length += 1) starts[length] = offset;
  };
  for (const match of text.matchAll(pattern)) {
    keepUpTo(match.index);
    pieces.push(decode(match));
    starts[length] = match.index;
    length += 1;
    from = match.index + match[0].length;
  }
  if (from === 0) return null;
  keepUpTo(text.length);
  starts[length] = text.length;
  return { text: pieces.join(""), starts };
}
