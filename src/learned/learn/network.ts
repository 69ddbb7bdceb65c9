import { z } from "zod";
import { unreachable } from "../../chat/unreachable.js";
import { addScaled, placesOf, type Vector } from "./vector.js";

/** The activation functions of hidden units. */
export const activations = ["relu", "tanh", "logistic", "identity"] as const;

export type Activation = (typeof activations)[number];

const layer = z.strictObject({
  weights: z.array(z.array(z.number())).min(1).describe("One row an input, one column an output."),
  bias: z.array(z.number()).min(1),
});

/** A feed-forward network, as stored in a model file. The last layer has no activation. */
export const network = z
  .strictObject({ activation: z.enum(activations), layers: z.array(layer).min(1) })
  .refine(({ layers }) => layers.every(fits), "the layers do not fit each other");

export type Network = z.output<typeof network>;
export type Layer = z.output<typeof layer>;

/** The output of the last layer for an input. */
export function outputOf({ activation, layers }: Network, input: Vector): Float64Array {
  let value: Vector = input;
  for (const [index, { weights, bias }] of layers.entries()) {
    const sums = weightedSums(value, weights, bias);
    if (index === layers.length - 1) return sums;
    value = activate(sums, activation);
  }
  return new Float64Array();
}

/** For each output, its bias plus the inputs times its weights. Zero inputs are skipped. */
export function weightedSums(input: Vector, weights: readonly Vector[], bias: Vector): Float64Array {
  const sums = Float64Array.from(bias);
  for (const place of placesOf(input)) addScaled(sums, input[place] ?? 0, weights[place] ?? []);
  return sums;
}

/** Applies the activation in place, and returns the same array. */
export function activate(sums: Float64Array, activation: Activation): Float64Array {
  for (let index = 0; index < sums.length; index += 1) sums[index] = activated(sums[index] ?? 0, activation);
  return sums;
}

/** The derivative of an activation at the point where its output is `value`. */
export function slopeAt(value: number, activation: Activation): number {
  switch (activation) {
    case "relu":
      return value > 0 ? 1 : 0;
    case "tanh":
      return 1 - value * value;
    case "logistic":
      return value * (1 - value);
    case "identity":
      return 1;
    default:
      return unreachable(activation);
  }
}

function activated(sum: number, activation: Activation): number {
  switch (activation) {
    case "relu":
      return Math.max(0, sum);
    case "tanh":
      return Math.tanh(sum);
    case "logistic":
      return 1 / (1 + Math.exp(-sum));
    case "identity":
      return sum;
    default:
      return unreachable(activation);
  }
}

function fits({ weights, bias }: Layer, index: number, layers: readonly Layer[]): boolean {
  const next = layers[index + 1];
  return (
    weights.every((row) => row.length === bias.length) && (next === undefined || next.weights.length === bias.length)
  );
}
