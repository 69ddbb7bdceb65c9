import { z } from "zod";
import { activations } from "./network.js";

/**
 * The `hparam` of scikit-learn's MLPClassifier and MLPRegressor, under their names there. `max_iter`: epochs. `alpha`: the
 * L2 penalty. Training stops early when the loss has not fallen by `tol` in ten epochs. As in scikit-learn, `learning_rate`
 * is a schedule of the solver `sgd` and has no effect with `adam`.
 */
export const networkSettings = z.strictObject({
  hidden_layer_sizes: z.array(z.int().min(1).max(4096)).max(8).default([128, 64]),
  activation: z.enum(activations).default("relu"),
  solver: z.literal("adam").default("adam"),
  alpha: z.number().min(0).default(1e-4),
  learning_rate: z.enum(["constant", "invscaling", "adaptive"]).default("constant"),
  learning_rate_init: z.number().positive().default(1e-3),
  max_iter: z.int().min(1).max(10_000).default(100),
  batch_size: z.int().min(1).default(32),
  tol: z.number().min(0).default(1e-4),
  random_state: z.int().min(0).optional().describe("The seed; absent: the one that training is given."),
});

export type NetworkSettings = z.output<typeof networkSettings>;
