import { createHash } from "node:crypto";

/** What stands in place of a withheld text: its length in UTF-16 units, and the first 12 digits of its SHA-256. */
export function digestOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return `withheld: ${text.length} characters, sha256 ${hash}`;
}

/** A word such as `end_turn`; anything else may be a sentence. */
export function vendorWord(word: string): string {
  return /^[\w.-]{1,40}$/.test(word) ? word : digestOf(word);
}

/** The name or id of a model, an upstream or a request: ids have no blanks, names of upstreams at most two. */
export function shortName(name: string): string {
  return /^[\w.:/@+%~-]{1,300}$/.test(name) || /^[\w.-]{1,20}(?: [\w.-]{1,20}){1,2}$/.test(name)
    ? name
    : digestOf(name);
}
