import { groupBy } from "../../chat/group-by.js";
import { meanOf } from "../learn/vector.js";
import { TrainingError } from "../training-error.js";
import type { Candidate } from "./candidate.js";
import { type Example, examplesOf } from "./example.js";
import type { ScoredRow } from "./score-rows.js";

/** A query to learn from. `embedding` is empty for routers that do not need one. */
export type TrainingExample = Example & { readonly embedding: readonly number[] };

/** The data a router is trained on. */
export type TrainingSet = {
  /** Every known model, with or without rows. */
  readonly candidates: readonly Candidate[];
  /** The models with rows, highest mean score first. Models with equal scores are ranked in this order. */
  readonly models: readonly string[];
  readonly examples: readonly TrainingExample[];
  /** Seeds everything random in training. */
  readonly seed: number;
};

/** The models with rows, sorted by mean score (highest first), then by name. */
export function rankedModels(rows: readonly ScoredRow[]): readonly string[] {
  const scores = groupBy(rows, (row) => row.model);
  const means = [...scores].map(([model, ofModel]) => ({ model, mean: meanOf(ofModel.map((row) => row.score)) }));
  return means.toSorted((a, b) => b.mean - a.mean || (a.model < b.model ? -1 : 1)).map(({ model }) => model);
}

/** The examples in the rows, without embeddings, and the models they rank. */
export function examplesFrom(
  rows: readonly ScoredRow[],
): Pick<TrainingSet, "models"> & { examples: readonly Example[] } {
  const models = rankedModels(rows);
  return { models, examples: examplesOf(rows, models) };
}

/** Throws {@link TrainingError} without examples, and with fewer than two models: there is no choice to learn. */
export function requireChoice({ models, examples }: Pick<TrainingSet, "models" | "examples">): void {
  if (examples.length === 0) {
    throw new TrainingError(
      "there are no routing rows to train on",
      "name a file with rows as data_path.routing_data_train",
    );
  }
  if (models.length < 2) {
    const message = `only one model has routing rows (${models.join()}): there is no choice to learn`;
    throw new TrainingError(
      message,
      "add rows of the other models, or route to the one model without a trained router",
    );
  }
}
