import { isJsonObject, type JsonValue } from "../../chat/json.js";
import { sameJson } from "../checks/same-json.js";
import { commonItems, type Items, type Pairs } from "./common-items.js";

/**
 * Which item of `before` became which of `after`, as pairs of indexes that both rise. What is in no pair was removed or added. Equal items
 * are paired; the others in between as they fit best. Arrays of one length are paired index by index, unless far more items moved
 * than changed.
 */
export function itemPairs(before: Items, after: Items): Pairs {
  const shorter = Math.min(before.length, after.length);
  const start = sameAtStart(before, after, shorter);
  const end = sameAtEnd(before, after, shorter - start);
  const middle = middlePairs(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return [
    ...runOfPairs([0, 0], start),
    ...moved(middle, [start, start]),
    ...runOfPairs([before.length - end, after.length - end], end),
  ];
}

type Pair = Pairs[number];

function runOfPairs([from, to]: Pair, length: number): Pairs {
  return Array.from({ length }, (_, index) => [from + index, to + index] as const);
}

function moved(pairs: Pairs, [from, to]: Pair): Pairs {
  return pairs.map(([one, other]) => [one + from, other + to] as const);
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

/** How many comparisons of items a search may take; beyond it, items are paired from the beginning. */
const maxComparisons = 100_000;

function middlePairs(before: Items, after: Items): Pairs {
  const shorter = Math.min(before.length, after.length);
  if (before.length * after.length > maxComparisons) return runOfPairs([0, 0], shorter);
  const common = commonItems(before, after);
  if (before.length === after.length) {
    const changed = before.filter((item, index) => !sameJson(item, after[index])).length;
    if (changed <= 2 * (shorter - common.length)) return runOfPairs([0, 0], shorter);
  }
  return [...common, [before.length, after.length] as const].flatMap((pair, index) => {
    const [from, to] = index === 0 ? [0, 0] : afterPair(common[index - 1]);
    const gap = gapPairs(before.slice(from, pair[0]), after.slice(to, pair[1]));
    return [...moved(gap, [from, to]), ...(index < common.length ? [pair] : [])];
  });
}

function afterPair(pair: Pair | undefined): Pair {
  return pair === undefined ? [0, 0] : [pair[0] + 1, pair[1] + 1];
}

/** Pairs of items of which none are equal in this order: the shorter side as a whole, at its best place in the longer one. */
function gapPairs(before: Items, after: Items): Pairs {
  if (before.length > after.length) return runOfPairs([bestOffset(before, after), 0], after.length);
  return runOfPairs([0, bestOffset(after, before)], before.length);
}

/** Where the shorter items lie best in the longer ones; the first of equally good places. */
function bestOffset(longer: Items, shorter: Items): number {
  let best = { offset: 0, likeness: -1 };
  for (let offset = 0; offset <= longer.length - shorter.length; offset += 1) {
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
  return typeof one === typeof other && Array.isArray(one) === Array.isArray(other) && one !== null ? 1 : 0;
}
