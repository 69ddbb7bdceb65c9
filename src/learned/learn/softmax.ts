import type { Loss } from "./train-network.js";
import type { Vector } from "./vector.js";

/** Turns numbers into probabilities that add up to 1. */
export function softmax(values: Vector): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) most = Math.max(most, values[index] ?? 0);
  const powers = Float64Array.from(values, (value) => Math.exp(value - most));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

/** The cross-entropy loss of an output after softmax, for the correct class `label`. */
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
