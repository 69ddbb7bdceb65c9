import { z } from "zod";

const weight = z.number("write a number").min(0, "a weight is never negative: cost is always taken off");

/**
 * `metric.weights`: what makes a good choice. The score of a reply is `performance` × its performance + `llm_judge` × its
 * judgement − `cost` × its cost. Costs are scaled so that the most expensive reply of the training data costs 1.
 */
export const weights = z.strictObject({
  performance: weight.default(1),
  cost: weight.default(0),
  llm_judge: weight.default(0),
});

export type Weights = z.output<typeof weights>;
