/**
 * Holm's adjusted p values, in the order of `values`: if pairs with an adjusted value below `alpha` count as different, at most
 * `alpha` of all reports have any false "different" (Holm 1979). Throws RangeError for a value outside 0 to 1.
 */
export function holmAdjusted(values: readonly number[]): readonly number[] {
  const invalid = values.find((p) => !(p >= 0 && p <= 1));
  if (invalid !== undefined) throw new RangeError(`${invalid} is not a p value`);
  const order = values.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(values.length);
  let highest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, p * (values.length - rank)));
    adjusted[index] = highest;
  }
  return adjusted;
}
