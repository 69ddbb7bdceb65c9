/**
 * Text in which every character shows: controls, bidirectional marks, characters without width, halves of pairs and what only looks
 * like a space are written as `\u{…}`. Breaks CI commands at the start of a line, so that a log does not run them.
 */
export function visible(text: string): string {
  return text
    .replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/^(\s*)(::|##\[|##vso\[)/gm, "$1\u200b$2");
}

/** The joiners U+200C and U+200D are part of words and emoji, but not beside a character of ASCII. */
const unprintable =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e01ef}]|\u034f|\u17b4|\u17b5|[\u180b-\u180d]|\u180f|(?<![^\u0000-\u007f])[\u200c\u200d]|[\u200c\u200d](?![^\u0000-\u007f])|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu;
