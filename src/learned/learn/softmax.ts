import type { Loss } from "./train-network.js";
import type { Vector } from "./vector.js";

/** Numbers as probabilities that add up to 1. */
export function softmax(values: Vector): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < values.length; at += 1) most = Math.max(most, values[at] ?? 0);
  const powers = Float64Array.from(values, (value) => Math.exp(value - most));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

/** The cross-entropy of the softmax of an output when `label` is the right place. */
export function softmaxLoss(output: Vector, label: number): Loss {
  const slope = softmax(output);
  const loss = -Math.log(Math.max(slope[label] ?? 0, Number.MIN_VALUE));
  slope[label] = (slope[label] ?? 0) - 1;
  return { loss, slope };
}

/** 1 / (1 + e⁻ˣ). */
export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
