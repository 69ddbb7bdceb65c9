/** Adds `weight` times each value to the sum, at the same index, `from` on. */
export function addTo(
  sum: Float64Array,
  values: Float64Array,
  { weight, from = 0 }: { weight: number; from?: number },
): void {
  for (let at = 0; at < values.length; at += 1) sum[from + at] = (sum[from + at] ?? 0) + weight * (values[at] ?? 0);
}
