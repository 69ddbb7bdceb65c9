import { z } from "zod";
import { placesOf, rounded } from "../learn/vector.js";

/**
 * A vector as it stands in a model file: every number, or where most are zero the places of the others (`at`) and their
 * values.
 */
export const storedVector = z.union([
  z.array(z.number()),
  z.strictObject({ length: z.int().min(1), at: z.array(z.int().min(0)), value: z.array(z.number()) }),
]);

export type StoredVector = z.output<typeof storedVector>;

export function storeVector(vector: readonly number[]): StoredVector {
  const at = placesOf(vector);
  if (2 * at.length > vector.length) return rounded(vector);
  return { length: vector.length, at: [...at], value: rounded(at.map((place) => vector[place] ?? 0)) };
}

export function readVector(stored: StoredVector): Float64Array {
  if (Array.isArray(stored)) return Float64Array.from(stored);
  const vector = new Float64Array(stored.length);
  for (const [index, place] of stored.at.entries()) vector[place] = stored.value[index] ?? 0;
  return vector;
}

export function haveOneLength(vectors: readonly { readonly length: number }[]): boolean {
  return vectors.every(({ length }) => length === vectors[0]?.length);
}
