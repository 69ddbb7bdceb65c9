import { createHash } from "node:crypto";

/** What stands in place of a withheld text: its length in UTF-16 units, and the first 12 digits of its SHA-256. */
export function digestOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return `withheld: ${text.length} characters, sha256 ${hash}`;
}

/** A word such as `end_turn`; anything else may be a sentence, and a number that of a card or a telephone. */
export function vendorWord(word: string): string {
  return /^[\w.-]{1,40}$/.test(word) && hasLetter(word) ? word : digestOf(word);
}

/** The name or id of a model, an upstream or a request: ids have no blanks, names of upstreams at most two. An e-mail address is none. */
export function shortName(name: string): string {
  const isName = /^[\w.:/@+%~-]{1,300}$/.test(name) || /^[\w.-]{1,20}(?: [\w.-]{1,20}){1,2}$/.test(name);
  return isName && hasLetter(name) && !/@[\w-]+\.[a-z]{2,}/i.test(name) ? name : digestOf(name);
}

function hasLetter(text: string): boolean {
  return /[A-Za-z]/.test(text);
}
