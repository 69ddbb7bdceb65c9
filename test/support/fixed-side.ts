import type { RateSide } from "../../src/verdict/statistics/compare-rates.js";
import { failureInterval, type Sample } from "../../src/verdict/statistics/statistics.js";

/** One side of a comparison with a number of trials fixed in advance, and its exact bounds. */
export function fixedSide(sample: Sample): RateSide {
  return { ...sample, interval: failureInterval(sample), stopped: null };
}
