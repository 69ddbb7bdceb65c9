import { describe, expect, test } from "vitest";
import { scoreRows } from "./data/score-rows.js";
import { examplesFrom } from "./data/training-set.js";
import { weights as weightsSchema } from "./data/weights.js";
import { hashingEmbedder } from "./embed/hashing.js";
import { evaluate } from "./evaluate.js";
import { findRouter } from "./registry.js";
import { candidates, syntheticRows, topics } from "./synthetic.fixture.js";
import { type Training, trainRouter, withEmbeddings } from "./train-router.js";

const signal = new AbortController().signal;
const embedder = hashingEmbedder();

async function heldOut(name: string, options: Partial<Training> = {}, of = topics) {
  const router = findRouter(name);
  const training: Training = {
    router,
    hparam: {},
    candidates,
    rows: syntheticRows(300, { seed: 1, of }),
    weights: weightsSchema.parse({}),
    embedder,
    seed: 42,
    at: "2026-11-21",
    ...options,
  };
  const { model } = await trainRouter(training, signal);
  const { weights } = training;
  const test = scoreRows(syntheticRows(150, { seed: 2, noise: 0, of }), {
    candidates,
    weights,
    dearest: model.trained.dearestCost,
  });
  const examples = await withEmbeddings(examplesFrom(test.rows).examples, embedder, signal);
  const result = evaluate(model, examples);
  if (result === null) throw new Error("nothing was held out");
  return result;
}

describe("queries that no router has seen", () => {
  test.each([
    ["knn", {}, 0.9],
    ["knn", { weights: "distance", metric: "cosine", n_neighbors: 9 }, 0.9],
    ["svm", {}, 0.9],
    ["svm", { kernel: "linear" }, 0.9],
    ["mlp", { max_iter: 30 }, 0.9],
    ["mf", { latent_dim: 32, epochs: 15, lr: 0.01 }, 0.9],
  ])(
    "%s %j routes at least nine of ten rightly, where the commonest choice is right in less than half",
    async (name, hparam, least) => {
      const { accuracy, baseline } = await heldOut(name, { hparam });
      expect(baseline).toBeLessThan(0.5);
      expect(accuracy).toBeGreaterThanOrEqual(least);
    },
  );

  test("elo always asks one model, and is as accurate as the most frequent choice", async () => {
    const { accuracy, baseline } = await heldOut("elo");
    expect(accuracy).toBe(baseline);
  });

  test("hybrid separates the queries that the small model can answer from the others", async () => {
    const two = [
      { best: "lawyer", share: 0.5, words: topics[2]?.words ?? [] },
      { best: "thinker", share: 0.5, words: topics[1]?.words ?? [] },
    ];
    const { accuracy, baseline } = await heldOut("hybrid", { hparam: { hidden_layer_sizes: [32], max_iter: 30 } }, two);
    expect(baseline).toBeLessThan(0.65);
    expect(accuracy).toBeGreaterThanOrEqual(0.9);
  });
});
