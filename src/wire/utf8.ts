import { isUtf8 } from "node:buffer";

/** The character that a decoder puts in place of bytes that are not UTF-8. A service may also send it as itself. */
export const replacement = "\ufffd";

/**
 * The offset of the first byte that is not UTF-8 in `bytes`, whose decoded text is `text`; null: there is none. Reads
 * the bytes only when the text holds a {@link replacement}, which a search finds absent at once in a text of one byte a
 * character.
 */
export function notUtf8At(bytes: Uint8Array, text: string): number | null {
  return text.includes(replacement) ? firstWrongByte(bytes) : null;
}

function firstWrongByte(bytes: Uint8Array): number | null {
  if (isUtf8(bytes)) return null;
  let at = 0;
  while (at < bytes.length) {
    const end = at + sequenceBytes(bytes[at] ?? 0);
    if (end === at || end > bytes.length || (end > at + 1 && !isUtf8(bytes.subarray(at, end)))) break;
    at = end;
  }
  return at;
}

/** How many bytes a sequence has by its first one; 0: none begins with it. */
function sequenceBytes(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
