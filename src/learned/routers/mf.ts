import { z } from "zod";
import { battlesOf } from "../data/battles.js";
import type { TrainingSet } from "../data/training-set.js";
import { defineRouter } from "../define-router.js";
import { trainFactors } from "../learn/train-factors.js";
import { dot, rounded } from "../learn/vector.js";
import { type Ranked, rankingOf } from "../ranking.js";
import { TrainingError } from "../training-error.js";

const hparam = z.strictObject({
  latent_dim: z.int().min(1).max(4096).default(128),
  text_dim: z.int().min(1).default(768),
  lr: z.number().positive().default(1e-3),
  epochs: z.int().min(1).max(10_000).default(5),
  batch_size: z.int().min(1).default(64),
  noise_alpha: z.number().min(0).default(0),
});

const body = z.strictObject({
  models: z.array(z.string()).min(1),
  factors: z
    .array(z.array(z.number()))
    .describe("One row a model, one column a dimension of the query: the score is their product."),
});

type Hparam = z.output<typeof hparam>;
type Stored = z.input<typeof body>;
type Body = z.output<typeof body>;

/**
 * Matrix factorisation as in RouteLLM (Ong et al. 2024): δ(M, q) = w · (norm(P_M) ⊙ Wq), trained with the logistic loss of
 * δ(winner) - δ(loser) over the pairs of every training query. Draws are left out. Score: δ. The defaults are the published
 * ones and suit tens of thousands of pairs; with a few hundred queries, raise `epochs` or `lr`.
 *
 * The file stores (w ⊙ norm(P_M))ᵀW, which gives the same δ in one product. A row is as wide as the embedding, not
 * `latent_dim` wide as in training.
 */
export const mf = defineRouter({
  name: "mf",
  aliases: ["mfrouter"],
  sentence: "Learns a vector for each model from won and lost pairs, and multiplies it with the query's.",
  isTrainable: true,
  needsEmbedding: true,
  withoutEffect: { text_dim: "the embedder says how many dimensions a query has" },
  topLevel: [],
  hparam,
  body,
  train,
  rank,
});

function train({ models, examples, seed }: TrainingSet, chosen: Hparam): Stored {
  const pairs = examples.flatMap((example, query) =>
    battlesOf(example).flatMap(({ winner, loser, isDraw }) =>
      isDraw ? [] : [{ query, winner: models.indexOf(winner), loser: models.indexOf(loser) }],
    ),
  );
  if (pairs.length === 0) {
    const message = "no query was answered better by one model than by another: there is nothing to learn";
    throw new TrainingError(message, "add rows of two models for the same queries");
  }
  const factors = trainFactors({
    queries: examples.map(({ embedding }) => embedding),
    models: models.length,
    pairs,
    settings: {
      latent: chosen.latent_dim,
      learningRate: chosen.lr,
      epochs: chosen.epochs,
      batchSize: chosen.batch_size,
      noise: chosen.noise_alpha,
    },
    seed,
  });
  return { models: [...models], factors: factors.map(rounded) };
}

function rank({ models, factors }: Body, embedding: readonly number[]): readonly Ranked[] {
  return rankingOf(
    models,
    factors.map((factor) => dot(embedding, factor)),
  );
}
