/** The shares at which distributions are shown. */
const shares = [0.05, 0.25, 0.5, 0.75, 0.95];

/** p5, p25, p50, p75 and p95, interpolated between the two nearest values and rounded to three significant digits; `[]` of nothing. */
export function quantiles(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  if (last < 0) return [];
  return shares.map((share) => {
    const place = share * last;
    const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
    return Number((low + (high - low) * (place - Math.floor(place))).toPrecision(3));
  });
}
