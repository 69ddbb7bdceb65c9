import type { JsonValue } from "../../chat/json.js";
import { sameJson } from "../checks/same-json.js";

/** The items of an array. */
export type Items = readonly JsonValue[];

/** Pairs of indexes, of which both rise. */
export type Pairs = readonly (readonly [before: number, after: number])[];

/** The most items that two arrays have in common in one order, as pairs of indexes: a longest common subsequence. */
export function commonItems(before: Items, after: Items): Pairs {
  const lengths = commonLengths(before, after);
  const pairs: (readonly [number, number])[] = [];
  let [from, to] = [0, 0];
  while (from < before.length && to < after.length) {
    const here = lengths.at(from, to);
    if (here === lengths.at(from + 1, to)) from += 1;
    else if (here === lengths.at(from, to + 1)) to += 1;
    else {
      pairs.push([from, to]);
      from += 1;
      to += 1;
    }
  }
  return pairs;
}

/** How many items the ends of both arrays have in common, from each pair of indexes on. */
function commonLengths(before: Items, after: Items): { readonly at: (from: number, to: number) => number } {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  const at = (from: number, to: number) => table[from * width + to] ?? 0;
  for (let from = before.length - 1; from >= 0; from -= 1) {
    for (let to = after.length - 1; to >= 0; to -= 1) {
      table[from * width + to] = sameJson(before[from], after[to])
        ? at(from + 1, to + 1) + 1
        : Math.max(at(from + 1, to), at(from, to + 1));
    }
  }
  return { at };
}
