import { z } from "zod";

const weight = z.number("write a number").min(0, "a weight is never negative: cost is always taken off");

/**
 * `metric.weights`: what a good choice is. The score of a reply is `performance` times its performance, plus `llm_judge`
 * times its judgement, less `cost` times its cost, where the dearest reply of the training data costs 1.
 */
export const weights = z.strictObject({
  performance: weight.default(1),
  cost: weight.default(0),
  llm_judge: weight.default(0),
});

export type Weights = z.output<typeof weights>;
