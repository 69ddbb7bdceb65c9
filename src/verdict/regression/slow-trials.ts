import { quantile } from "../statistics/quantile.js";
import type { Counts } from "./night.js";

/** The share of the baseline's values that the limit is to exceed. */
const limitShare = 0.95;

/** The 95th percentile of a baseline's values (latencies in milliseconds, or costs), by nearest rank; null without a value. */
export function limitOf(values: readonly number[]): number | null {
  return quantile(values, limitShare);
}

/**
 * Values as trials of the gate: one above the limit is a bad one. The gate says of them what it says of failures; since how often that is
 * false was not measured, it is information and never an exit code.
 */
export function countAbove(values: readonly number[], limit: number): Counts {
  return { eligible: values.length, bad: values.filter((value) => value > limit).length };
}
