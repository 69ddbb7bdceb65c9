/**
 * Holm's adjusted p values, in the order given: at most `alpha` of all reports have any false "different" when one is called
 * that where the adjusted value is below `alpha` (Holm 1979). Throws RangeError for what is no p value.
 */
export function holmAdjusted(values: readonly number[]): readonly number[] {
  const wrong = values.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`${wrong} is no p value`);
  const order = values.map((p, at) => ({ p, at })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(values.length);
  let highest = 0;
  for (const [rank, { p, at }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, p * (values.length - rank)));
    adjusted[at] = highest;
  }
  return adjusted;
}
