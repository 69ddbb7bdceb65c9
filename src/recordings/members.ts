/** An object read from a foreign file: its members may be anything. */
export type Members = { readonly [name: string]: unknown };

/** The value as an object; null when it is none (a list, bytes and null are none). */
export function objectOf(value: unknown): Members | null {
  const isPlain =
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
  return isPlain ? (value as Members) : null;
}

/** An own member of an object; undefined when the value is no object or has none. */
export function memberOf(value: unknown, name: string): unknown {
  const object = objectOf(value);
  return object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The value as a list; null when it is none. */
export function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

/** The value as text; null when it is none. `""` stays `""`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The value as a whole number from 0, also where it was written as text; null when it is none. */
export function countOf(value: unknown): number | null {
  const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
