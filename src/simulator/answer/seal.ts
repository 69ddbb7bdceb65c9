import type { Random } from "../random.js";

/** What stands for the signature of reasoning: the simulator has no secret, and checks that it comes back as it went. */
export const signature = "c2ltdWxhdGVkIHNpZ25hdHVyZQ==";

/** Encrypted reasoning: its beginning, as services have it, then letters that end with a sum over those before them. */
export function encryptedReasoning(prefix: EncryptedPrefix, random: Random): string {
  const letters = random.letters(112, opaque);
  return `${prefix}${letters}${sumOf(letters)}`;
}

const encryptedPrefixes = ["gAAAAAB", "rsn_"] as const;
export type EncryptedPrefix = (typeof encryptedPrefixes)[number];

/** True for a text that begins as one of the two and is neither. */
export function isBrokenSeal(text: string): boolean {
  if (text.startsWith(signature.slice(0, 8))) return text !== signature;
  const prefix = encryptedPrefixes.find((one) => text.startsWith(one));
  if (prefix === undefined || text.length !== prefix.length + 120) return false;
  const letters = text.slice(prefix.length, -8);
  return text.slice(-8) !== sumOf(letters);
}

const opaque = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

/** FNV-1a over the letters, as eight hexadecimal digits. */
function sumOf(letters: string): string {
  let sum = 0x811c9dc5;
  for (const letter of letters) sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  return sum.toString(16).padStart(8, "0");
}
