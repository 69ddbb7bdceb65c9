/** Writes data to standard output. */
export function print(text: string): void {
  process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
}

/** Writes a message or progress to standard error. */
export function log(text: string): void {
  process.stderr.write(text.endsWith("\n") ? text : `${text}\n`);
}

/**
 * Makes the text of a model or a service safe for a terminal and for a CI log: shows control characters, escapes and
 * bidirectional or invisible marks as `\u{…}`, and lets no line begin with a CI command.
 */
export function sanitise(text: string): string {
  return text.replace(unsafe, escapeCharacter).replace(/^(::|##\[|##vso\[)/gm, " $1");
}

const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
