import { isJsonObject, type JsonValue } from "../../chat/json.js";
import { sameJson } from "../checks/same-json.js";

type Items = readonly JsonValue[];

/** Which item of `before` became which of `after`, as pairs of indexes in rising order. What is in no pair was removed or added. */
export function itemPairs(before: Items, after: Items): readonly (readonly [before: number, after: number])[] {
  const shorter = Math.min(before.length, after.length);
  if (before.length === after.length) return runOfPairs(0, 0, shorter);
  const start = sameAtStart(before, after, shorter);
  const end = sameAtEnd(before, after, shorter - start);
  const middle = (items: Items) => items.slice(start, items.length - end);
  const length = shorter - start - end;
  const [fromOffset, toOffset] =
    before.length > after.length
      ? [bestOffset(middle(before), middle(after)), 0]
      : [0, bestOffset(middle(after), middle(before))];
  return [
    ...runOfPairs(0, 0, start),
    ...runOfPairs(start + fromOffset, start + toOffset, length),
    ...runOfPairs(before.length - end, after.length - end, end),
  ];
}

function runOfPairs(from: number, to: number, length: number): readonly (readonly [number, number])[] {
  return Array.from({ length }, (_, index) => [from + index, to + index] as const);
}

function sameAtStart(before: Items, after: Items, most: number): number {
  let count = 0;
  while (count < most && sameJson(before[count], after[count])) count += 1;
  return count;
}

function sameAtEnd(before: Items, after: Items, most: number): number {
  let count = 0;
  while (count < most && sameJson(before[before.length - 1 - count], after[after.length - 1 - count])) count += 1;
  return count;
}

/** How many comparisons of items a search for the best place may take; beyond it, they are laid at the beginning. */
const maxComparisons = 100_000;

/** Where the shorter items lie best in the longer ones; the first of equally good places. */
function bestOffset(longer: Items, shorter: Items): number {
  const places = longer.length - shorter.length + 1;
  if (places * shorter.length > maxComparisons) return 0;
  let best = { offset: 0, likeness: -1 };
  for (let offset = 0; offset < places; offset += 1) {
    const likeness = shorter.reduce<number>((sum, item, index) => sum + likenessOf(item, longer[offset + index]), 0);
    if (likeness > best.likeness) best = { offset, likeness };
  }
  return best.offset;
}

/** How alike two items look without a look inside: by kind, by names, and by members that are the same plain value. */
function likenessOf(one: JsonValue, other: JsonValue | undefined): number {
  if (other === undefined) return 0;
  if (isJsonObject(one) && isJsonObject(other)) {
    const shared = Object.keys(one).filter((name) => Object.hasOwn(other, name));
    return shared.length + shared.filter((name) => one[name] === other[name]).length;
  }
  if (one === other) return 3;
  return typeof one === typeof other && Array.isArray(one) === Array.isArray(other) && one !== null ? 1 : 0;
}
