/** The offset of the quote that closes the string which begins at `quote`; null: there is none. */
export function closingQuote(text: string, quote: number): number | null {
  for (let offset = text.indexOf('"', quote + 1); offset !== -1; offset = text.indexOf('"', offset + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(offset - 1 - backslashes) === 92) backslashes += 1;
    if (backslashes % 2 === 0) return offset;
  }
  return null;
}

/** The offset of the first character from `from` on that is not JSON white space; the text's length when there is none. */
export function skipBlank(text: string, from: number): number {
  let offset = from;
  while (offset < text.length && isBlank(text.charCodeAt(offset))) offset += 1;
  return offset;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}
