import { z } from "zod";
import type { TrainingSet } from "../data/training-set.js";
import { defineRouter } from "../define-router.js";
import { type Ranked, rankingOf } from "../ranking.js";
import { gammaOf, kernelOf, kernels } from "./kernel.js";
import { haveOneLength, readVector, storedVector } from "./stored-vector.js";
import { type PairDecision, trainPairs } from "./svm-pairs.js";

const hparam = z.strictObject({
  kernel: z.enum(kernels).default("rbf"),
  C: z.number().positive().default(1),
  gamma: z.union([z.enum(["scale", "auto"]), z.number().positive()]).default("scale"),
  degree: z.int().min(1).max(10).default(3),
  coef0: z.number().default(0),
  probability: z.boolean().default(true),
});

const pair = z.strictObject({
  positive: z.int().min(0),
  negative: z.int().min(0),
  intercept: z.number(),
  at: z.array(z.int().min(0)).describe("Which of the support vectors weigh in this pair."),
  coefficients: z.array(z.number()),
});

const body = z
  .strictObject({
    models: z.array(z.string()).min(1),
    kernel: z.strictObject({ kernel: z.enum(kernels), gamma: z.number(), degree: z.int(), coef0: z.number() }),
    pairs: z.array(pair).describe("One decision for each two models, counted from 0."),
    supportVectors: z.array(storedVector.transform(readVector)),
  })
  .refine(({ models, pairs }) => pairs.every((two) => Math.max(two.positive, two.negative) < models.length), {
    message: "a pair refers to a model that does not exist",
  })
  .refine(({ pairs, supportVectors }) => pairs.every(({ at }) => at.every((place) => place < supportVectors.length)), {
    message: "a pair refers to a support vector that does not exist",
  })
  .refine(({ supportVectors }) => haveOneLength(supportVectors), "the vectors differ in length");

type Hparam = z.output<typeof hparam>;
type Stored = z.input<typeof body>;
type Body = z.output<typeof body>;

/**
 * A support vector classifier, like scikit-learn's SVC: one decision for each pair of models, and the decisions vote. Score:
 * the votes, plus less than a third of a vote for the confidence of the decisions, as its `decision_function` adds it.
 * `probability` has no effect: probabilities would not change the order.
 *
 * The solver is our own (`learn/smo.ts`): `libsvm-js` 0.2.1 has had no release since 2018, and `ml-svm` 2.1.2, from 2016 and
 * for two classes only, itself recommends `libsvm-js` (both read 2026-11).
 */
export const svm = defineRouter({
  name: "svm",
  aliases: ["svmrouter"],
  sentence: "Separates the training queries of each two models by the widest margin, and lets the decisions vote.",
  isTrainable: true,
  needsEmbedding: true,
  withoutEffect: { probability: "models are ranked by votes" },
  topLevel: [],
  hparam,
  body,
  train,
  rank,
});

function train({ models, examples }: TrainingSet, chosen: Hparam): Stored {
  const rows = examples.map(({ embedding }) => Float64Array.from(embedding));
  const gamma = Number(gammaOf(chosen.gamma, rows).toPrecision(7));
  const kernel = { kernel: chosen.kernel, gamma, degree: chosen.degree, coef0: chosen.coef0 };
  const labels = examples.map(({ best }) => models.indexOf(best));
  return { models: [...models], kernel, ...trainPairs({ rows, labels, kernel, limit: chosen.C }) };
}

function rank({ models, kernel, pairs, supportVectors }: Body, embedding: readonly number[]): readonly Ranked[] {
  const similarities = supportVectors.map((vector) => kernelOf(vector, embedding, kernel));
  const votes = models.map(() => 0);
  const confidence = models.map(() => 0);
  for (const decision of pairs) {
    const value = decide(decision, similarities);
    const [winner, loser] = value > 0 ? [decision.positive, decision.negative] : [decision.negative, decision.positive];
    votes[winner] = (votes[winner] ?? 0) + 1;
    confidence[winner] = (confidence[winner] ?? 0) + Math.abs(value);
    confidence[loser] = (confidence[loser] ?? 0) - Math.abs(value);
  }
  return rankingOf(
    models,
    votes.map((vote, index) => vote + squashed(confidence[index] ?? 0)),
  );
}

function decide({ intercept, at, coefficients }: PairDecision, similarities: readonly number[]): number {
  return at.reduce((sum, place, index) => sum + (coefficients[index] ?? 0) * (similarities[place] ?? 0), intercept);
}

/** Maps to between -1/3 and 1/3, so that confidence never outweighs a vote. */
function squashed(confidence: number): number {
  return confidence / (3 * (Math.abs(confidence) + 1));
}
