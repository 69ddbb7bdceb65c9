/**
 * Text in which every character shows: control characters as their pictures (`␛`), characters that turn the direction of others, hide or are
 * no text at all as `⟨202e⟩`. Tab and newline stay. A run of more than eight combining marks is cut to eight.
 */
export function visible(text: string): string {
  if (!suspect.test(text)) return text;
  return text
    .replace(/\r\n/g, "\n")
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(/\u007f/g, "\u2421")
    .replace(hidden, (character) => `\u27e8${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}\u27e9`)
    .replace(/(\p{M}{8})\p{M}+/gu, "$1");
}

const suspect =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ufdd0-\ufdef]|\p{Surrogate}|\p{M}{9}|[\u{e0000}-\u{e0fff}]/u;
const hidden =
  /[\u0080-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff\ufdd0-\ufdef]|\p{Surrogate}|[\u{e0000}-\u{e0fff}]/gu;
