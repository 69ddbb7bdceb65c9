import { seededRandom } from "../chat/seeded-random.js";

/** A source of synthetic values that depends only on its seed. */
export type Random = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number in [0, below). */
  readonly below: (below: number) => number;
  /** `length` random characters of `alphabet`. */
  readonly letters: (length: number, alphabet: string) => string;
  /** A UUID in the form of version 4. */
  readonly uuid: () => string;
};

export const alphanumerics = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The same seed gives the same values in the same order, on every machine. */
export function createRandom(seed: string): Random {
  const next = seededRandom(hashText(seed));
  const below = (limit: number): number => Math.floor(next() * limit);
  const letters = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join("");
  return { next, below, letters, uuid: () => uuidFrom(letters) };
}

/** FNV-1a over the UTF-16 code units, as an unsigned 32-bit number. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

function uuidFrom(letters: Random["letters"]): string {
  const hex = (length: number): string => letters(length, "0123456789abcdef");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-${letters(1, "89ab")}${hex(3)}-${hex(12)}`;
}

/** A UUID of random digits, without a version. */
export function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => random.letters(length, "0123456789abcdef")).join("-");
}
