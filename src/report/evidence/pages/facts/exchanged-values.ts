import type { Material } from "../../../../verdict/evidence/material.js";

/** The longest value that is quoted in a sentence, in UTF-16 units. */
const longestValue = 80;

/** The one text that was exchanged for another, wherever it stands in the two bodies; null: more than that differs. */
export function exchangedValues(difference: Material["difference"]): readonly [failing: string, cures: string] | null {
  if (difference === null) return null;
  const { operations } = difference;
  const pairs = operations.flatMap((one, at) => {
    const before = operations[at - 1];
    return one.op === "replace" && before?.op === "test" ? [JSON.stringify([before.value, one.value])] : [];
  });
  if (new Set(pairs).size !== 1 || operations.length !== 2 * pairs.length) return null;
  const [failing, cures]: unknown[] = JSON.parse(pairs[0] ?? "[]");
  if (typeof failing !== "string" || typeof cures !== "string") return null;
  return Math.max(failing.length, cures.length) > longestValue ? null : [failing, cures];
}
