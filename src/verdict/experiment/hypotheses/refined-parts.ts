import type { Space } from "../space.js";
import type { RequestPart } from "./request-parts.js";

/**
 * The part of these factors, all needed, with the levels that cure as the calls have them: every level but those with which a call
 * failed while the others were as in the failing request. Of many levels there are too many sets to believe in each from the start;
 * this is the one that the calls leave, and it has the prior that each of them has. Null: no level is left of a factor.
 */
export function refinedPart(
  space: Space,
  factors: readonly number[],
  trials: readonly { readonly values: Int8Array; readonly isBad: boolean }[],
): Omit<RequestPart, "prior"> | null {
  const cures = factors.map((factor) => {
    const others = factors.filter((one) => one !== factor);
    const failed = trials.filter(({ values, isBad }) => isBad && others.every((one) => values[one] === 0));
    const all = 2 ** (space.factors[factor]?.levels.length ?? 0) - 1;
    return failed.reduce((bits, { values }) => {
      const value = values[factor] ?? 0;
      return value > 0 ? bits & ~(1 << (value - 1)) : bits;
    }, all);
  });
  return cures.includes(0) ? null : { rule: "all", factors, cures };
}
