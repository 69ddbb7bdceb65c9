import { meanOf } from "../learn/vector.js";
import { TrainingError } from "../training-error.js";
import type { Candidate } from "./candidate.js";
import { type Example, examplesOf } from "./example.js";
import { groupBy } from "./group-by.js";
import type { ScoredRow } from "./score-rows.js";

/** A query to learn from. `embedding` is empty for routers that need none. */
export type TrainingExample = Example & { readonly embedding: readonly number[] };

/** What a router is trained on. */
export type TrainingSet = {
  /** Every model that is known, with or without rows. */
  readonly candidates: readonly Candidate[];
  /** The models that have rows, best mean score first: the order in which equals are ranked. */
  readonly models: readonly string[];
  readonly examples: readonly TrainingExample[];
  /** Of whatever is random in training. */
  readonly seed: number;
};

/** The models that have rows, by their mean score, then by name. */
export function rankedModels(rows: readonly ScoredRow[]): readonly string[] {
  const scores = groupBy(rows, (row) => row.model);
  const means = [...scores].map(([model, own]) => ({ model, mean: meanOf(own.map((row) => row.score)) }));
  return means.toSorted((a, b) => b.mean - a.mean || (a.model < b.model ? -1 : 1)).map(({ model }) => model);
}

/** The examples of rows, without embeddings, and the models that they rank. */
export function examplesFrom(
  rows: readonly ScoredRow[],
): Pick<TrainingSet, "models"> & { examples: readonly Example[] } {
  const models = rankedModels(rows);
  return { models, examples: examplesOf(rows, models) };
}

/** Throws {@link TrainingError} when there is nothing to learn a choice from. */
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
