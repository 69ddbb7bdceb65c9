import { TrainingError } from "../training-error.js";
import type { Candidate } from "./candidate.js";

/** A model whose size is known, in billions of parameters. */
export type SizedModel = { readonly model: string; readonly billions: number };

/**
 * The number in a size that ends in `B`: 70 for "70B", 1.5 for "1.5b". Null for any other text. Like the seed, it does not
 * accept "7M" or "1T". Unlike the seed, which reads "8x7B" as zero and so as the smallest model, it leaves that model out.
 */
export function billionsOf(size: string): number | null {
  const found = /^\s*(\d+(?:\.\d+)?)\s*B\s*$/i.exec(size);
  return found?.[1] === undefined ? null : Number(found[1]);
}

/**
 * The models with a size in billions, smallest first; equal sizes keep the given order. Throws {@link TrainingError} when
 * no model has one.
 */
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
