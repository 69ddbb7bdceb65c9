import { TrainingError } from "../training-error.js";
import type { Candidate } from "./candidate.js";

/** A model whose size is known, in billions of parameters. */
export type SizedModel = { readonly model: string; readonly billions: number };

/**
 * The number of a size that ends in `B`: 70 for "70B", 1.5 for "1.5b". Null for any other text: as in the seed, "7M" and
 * "1T" are no sizes to compare, and where the seed reads "8x7B" as nothing, hence as the smallest, it is left out here.
 */
export function billionsOf(size: string): number | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*B\s*$/i.exec(size);
  return found?.[1] === undefined ? null : Number(found[1]);
}

/** The models with a size in billions, smallest first, equals in the order given. Throws {@link TrainingError} for none. */
export function sizedModels(candidates: readonly Candidate[]): readonly SizedModel[] {
  const sized = candidates.flatMap(({ name, size }) => {
    const billions = size === null ? null : billionsOf(size);
    return billions === null ? [] : [{ model: name, billions }];
  });
  if (sized.length > 0) return sized.toSorted((a, b) => a.billions - b.billions);
  throw new TrainingError(
    "No models with size ending in 'B' found in `llm_data`.",
    'give each model of llm_data its size in billions of parameters, as in size: "7B"',
  );
}
