import { z } from "zod";
import type { TrainingSet } from "../data/training-set.js";
import { defineRouter } from "../define-router.js";
import { type Ranked, rankingOf } from "../ranking.js";
import { TrainingError } from "../training-error.js";
import { distanceBetween, metric } from "./distance.js";
import { haveOneLength, readVector, storedVector, storeVector } from "./stored-vector.js";

const hparam = z.strictObject({
  n_neighbors: z.int().min(1).default(5),
  weights: z.enum(["uniform", "distance"]).default("uniform"),
  p: z.number().min(1).default(2),
  metric: metric.default("minkowski"),
  algorithm: z.enum(["auto", "ball_tree", "kd_tree", "brute"]).default("auto"),
  leaf_size: z.int().min(1).default(30),
  n_jobs: z.int().nullable().default(-1),
});

const body = z
  .strictObject({
    models: z.array(z.string()).min(1),
    neighbors: z.int().min(1),
    weights: z.enum(["uniform", "distance"]),
    metric,
    p: z.number().min(1),
    queries: z
      .array(z.strictObject({ best: z.int().min(0), vector: storedVector.transform(readVector) }))
      .min(1)
      .describe("Each training query: its best model, counted from 0, and its embedding."),
  })
  .refine(
    ({ models, queries }) => queries.every(({ best }) => best < models.length),
    "a query's best model does not exist",
  )
  .refine(({ queries }) => haveOneLength(queries.map(({ vector }) => vector)), "the vectors differ in length");

type Hparam = z.output<typeof hparam>;
type Stored = z.input<typeof body>;
type Body = z.output<typeof body>;

/**
 * K nearest neighbours, like scikit-learn's KNeighborsClassifier: the k nearest training queries vote for the model that was
 * best for them. Score: the share of the votes. With `weights: distance`, a vote weighs the reciprocal of its distance, and
 * queries at distance 0 outvote all others. Neighbours at equal distances count in the order of the data.
 *
 * The search is exact and looks at every query. `algorithm`, `leaf_size` and `n_jobs` only change the speed in scikit-learn,
 * and trees do not help in hundreds of dimensions. `ml-knn` 3.0.0 is such a tree, has no types, and has had no release since
 * 2019.
 */
export const knn = defineRouter({
  name: "knn",
  aliases: ["knnrouter"],
  sentence: "Asks the model that was best for most of the nearest training queries.",
  isTrainable: true,
  needsEmbedding: true,
  withoutEffect: {
    algorithm: "the search is always exact",
    leaf_size: "the search uses no tree",
    n_jobs: "the search uses one core",
  },
  topLevel: [],
  hparam,
  body,
  train,
  rank,
});

function train({ models, examples }: TrainingSet, chosen: Hparam): Stored {
  const { n_neighbors: neighbors, weights, p } = chosen;
  if (neighbors > examples.length) {
    const message = `n_neighbors is ${neighbors}, and there are only ${examples.length} training queries`;
    throw new TrainingError(message, `set hparam.n_neighbors to at most ${examples.length}, or add queries`);
  }
  const queries = examples.map(({ best, embedding }) => ({
    best: models.indexOf(best),
    vector: storeVector(embedding),
  }));
  return { models: [...models], neighbors, weights, metric: chosen.metric, p, queries };
}

function rank(trained: Body, embedding: readonly number[]): readonly Ranked[] {
  const { models, neighbors, queries } = trained;
  const all = queries.map(({ best, vector }) => ({ best, distance: distanceBetween(embedding, vector, trained) }));
  const nearest = all.toSorted((a, b) => a.distance - b.distance).slice(0, neighbors);
  const votes = models.map(() => 0);
  const isExact = nearest.some(({ distance }) => distance === 0);
  let total = 0;
  for (const { best, distance } of nearest) {
    const vote = trained.weights === "uniform" ? 1 : isExact ? Number(distance === 0) : 1 / distance;
    votes[best] = (votes[best] ?? 0) + vote;
    total += vote;
  }
  return rankingOf(
    models,
    votes.map((vote) => vote / total),
  );
}
