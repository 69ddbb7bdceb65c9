/** A stream of made-up values that depends on its seed alone. */
export type Random = {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number in [0, below). */
  readonly below: (below: number) => number;
  /** `length` letters out of `alphabet`. */
  readonly letters: (length: number, alphabet: string) => string;
  /** A version-4-shaped UUID. */
  readonly uuid: () => string;
};

export const alphanumerics = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The same seed gives the same values in the same order, on every machine. */
export function createRandom(seed: string): Random {
  let state = hashText(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
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
