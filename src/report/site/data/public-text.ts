/** An account of AWS: twelve digits between colons, slashes or the ends of a name, also percent-encoded. */
const account = /(^|[:/]|%3a|%2f)\d{12}(?=$|[:/]|%3a|%2f)/gi;

/** A name without the accounts in it: an ARN of an inference profile has one. */
export function publicText(name: string): string {
  return name.replace(account, "$1ACCOUNT");
}

/** A word of this program, which is in kebab case; null: anything else, which may quote a reply. */
export function publicWord(word: string): string | null {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(word) && word.length <= 60 ? word : null;
}

/** True for the id of a check, such as `stream/finish-once`. */
export function isCheckId(text: string): boolean {
  return /^[a-z]+\/[a-z0-9-]{1,60}$/.test(text);
}
