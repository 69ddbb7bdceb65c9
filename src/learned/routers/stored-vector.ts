import { z } from "zod";
import { placesOf, rounded } from "../learn/vector.js";

/**
 * A vector as stored in a model file: every number, or, if most are zero, the indexes (`at`) and values of the others.
 */
export const storedVector = z.union([
  z.array(z.number()),
  z.strictObject({ length: z.int().min(1), at: z.array(z.int().min(0)), value: z.array(z.number()) }),
]);

export type StoredVector = z.output<typeof storedVector>;

/** Stores a vector in its shorter form, rounded to seven significant digits. */
export function storeVector(vector: readonly number[]): StoredVector {
  const at = placesOf(vector);
  if (2 * at.length > vector.length) return rounded(vector);
  return { length: vector.length, at: [...at], value: rounded(at.map((place) => vector[place] ?? 0)) };
}

/** Restores the full vector. */
export function readVector(stored: StoredVector): Float64Array {
  if (Array.isArray(stored)) return Float64Array.from(stored);
  const vector = new Float64Array(stored.length);
  for (const [index, place] of stored.at.entries()) vector[place] = stored.value[index] ?? 0;
  return vector;
}

/** True if all vectors have the same length. */
export function haveOneLength(vectors: readonly { readonly length: number }[]): boolean {
  return vectors.every(({ length }) => length === vectors[0]?.length);
}
