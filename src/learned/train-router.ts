import { parseJsonData } from "../source/json-data.js";
import type { Candidate } from "./data/candidate.js";
import type { Example } from "./data/example.js";
import type { Located } from "./data/located.js";
import type { RoutingRow } from "./data/rows.js";
import { type ScoredRow, scoreRows } from "./data/score-rows.js";
import { examplesFrom, type TrainingExample } from "./data/training-set.js";
import type { Weights } from "./data/weights.js";
import type { LearnedRouter, OpenModel } from "./define-router.js";
import type { Embedder } from "./embed/embedder.js";
import { modelText, type Trained } from "./model-file.js";

/** The router to train, its settings and its data. */
export type Training = {
  readonly router: LearnedRouter;
  /** With the seed's names; absent keys take their defaults. */
  readonly hparam: unknown;
  readonly candidates: readonly Candidate[];
  readonly rows: readonly Located<RoutingRow>[];
  readonly weights: Weights;
  /** Used only if the router needs embeddings. */
  readonly embedder: Embedder;
  readonly seed: number;
  /** The date written into the model file, ISO 8601. */
  readonly at: string;
};

/** A trained router: the text of its model file, and the same file opened. */
export type TrainedRouter = {
  readonly text: string;
  readonly model: OpenModel;
  readonly warnings: readonly string[];
};

/**
 * Trains a router. The same input, seed and date give the same bytes. Throws SourceError for rows that cannot be scored,
 * TrainingError for data without anything to learn, and whatever the embedder throws.
 *
 * @example
 * const { candidates, rows } = loadTrainingData(config);
 * const { weights, hparam } = config;
 * const training = { router: config.router, hparam, candidates, rows, weights, embedder, seed: 0, at: "2026-11-28" };
 * const { text, model } = await trainRouter(training, signal);
 */
export async function trainRouter(training: Training, signal: AbortSignal): Promise<TrainedRouter> {
  const { router, candidates, weights, seed } = training;
  const scored = scoreRows(training.rows, { candidates, weights, dearest: null });
  const { models, examples } = examplesFrom(scored.rows);
  const embedder = router.needsEmbedding ? training.embedder : null;
  const set = { candidates, models, examples: await withEmbeddings(examples, embedder, signal), seed };
  const { body, hparam } = router.train(set, training.hparam);
  const trained: Trained = {
    at: training.at,
    seed,
    hparam,
    weights,
    dearestCost: scored.dearest,
    embedder: embedder === null ? null : { id: embedder.id, dimensions: embedder.dimensions },
    queries: examples.length,
    rows: scored.rows.length,
    models: models.map((name) => ({ name, ...countsOf(name, { rows: scored.rows, examples }) })),
  };
  const text = modelText(router.name, { trained, body });
  const model = router.open(parseJsonData(text, `model of ${router.name}`));
  return { text, model, warnings: router.isTrainable ? warningsOf(trained, candidates) : [] };
}

/** Adds the embeddings of the queries to the examples, in one call of the embedder; embedder null: empty embeddings. */
export async function withEmbeddings(
  examples: readonly Example[],
  embedder: Embedder | null,
  signal: AbortSignal,
): Promise<readonly TrainingExample[]> {
  const queries = examples.map(({ query }) => query);
  const vectors = embedder === null || queries.length === 0 ? [] : await embedder.embed(queries, signal);
  return examples.map((example, index) => ({ ...example, embedding: vectors[index] ?? [] }));
}

function countsOf(
  model: string,
  { rows, examples }: { readonly rows: readonly ScoredRow[]; readonly examples: readonly Example[] },
): { readonly rows: number; readonly best: number } {
  return {
    rows: rows.filter((row) => row.model === model).length,
    best: examples.filter(({ best }) => best === model).length,
  };
}

function warningsOf({ models, queries }: Trained, candidates: readonly Candidate[]): readonly string[] {
  const named = new Set(models.map(({ name }) => name));
  const without = candidates.map(({ name }) => name).filter((name) => !named.has(name));
  const always = models.find(({ best }) => best === queries);
  return [
    ...without.map((name) => `${name} has no routing rows: it is never chosen`),
    ...(always === undefined ? [] : [`${always.name} is the model to choose for every training query`]),
  ];
}
