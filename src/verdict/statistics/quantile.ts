/**
 * A quantile by the nearest rank: the smallest value that at least `share` of the values do not exceed, so that it is always one that was
 * measured; null: there are none. Every report and file takes it from here. `share`: above 0, at most 1.
 */
export function quantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
