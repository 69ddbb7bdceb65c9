import { quantile } from "../../../verdict/statistics/quantile.js";

/** The shares at which distributions are shown. */
const shares = [0.05, 0.25, 0.5, 0.75, 0.95];

/** p5, p25, p50, p75 and p95; `[]` of nothing. */
export function quantiles(values: readonly number[]): readonly number[] {
  return shares.flatMap((share) => quantile(values, share) ?? []);
}
