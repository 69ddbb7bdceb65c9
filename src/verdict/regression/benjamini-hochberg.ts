/** The items whose p values are small enough that at most `share` of them are expected to be wrong (Benjamini and Hochberg 1995). */
export function likelyMembers<Item>(items: readonly (readonly [Item, number])[], share: number): readonly Item[] {
  const sorted = items.toSorted(([, a], [, b]) => a - b);
  const last = sorted.findLastIndex(([, p], at) => p <= (share * (at + 1)) / sorted.length);
  return sorted.slice(0, last + 1).map(([item]) => item);
}
