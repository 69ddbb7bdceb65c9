import { listOf, objectOf } from "../../members.js";
import { isMeantAsPair, isPair } from "./pair-sides.js";

/** How deep the lists of pairs of a file may lie below its root, and how many items of a list are looked at to know it. */
const limits = { depth: 3, looked: 50 };

/**
 * The records of a file: those of every list or mapping that holds pairs, under whatever name, or the file itself. Records that
 * are no pair at all are left out; those that are spoilt stay in. null: the file holds no pair.
 */
export function pairRecords(root: unknown): readonly unknown[] | null {
  const found = recordsIn(root, limits.depth);
  return found.length === 0 ? null : found;
}

function recordsIn(value: unknown, depth: number): readonly unknown[] {
  if (isPair(value)) return [value];
  const list = listOf(value) ?? Object.values(objectOf(value) ?? {});
  if (list.slice(0, limits.looked).some(isPair)) return list.filter(isMeantAsPair);
  if (depth === 0 || listOf(value) !== null) return [];
  return list.flatMap((one) => recordsIn(one, depth - 1));
}
