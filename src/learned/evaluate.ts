import type { TrainingExample } from "./data/training-set.js";
import type { OpenModel } from "./define-router.js";
import { meanOf } from "./learn/vector.js";

/**
 * How well a model routes queries with known scores. `accuracy`: the share of queries routed to a model with the best
 * score. `baseline`: the same share for a router that always asks the model that was best most often in training.
 * `meanScore`: the mean score of the chosen models. `meanBest`: the mean of the best possible scores.
 */
export type Evaluation = {
  readonly queries: number;
  readonly accuracy: number;
  readonly baseline: number;
  readonly meanScore: number;
  readonly meanBest: number;
};

/** Routes every example to the first model in its ranking that has a score for it. Null without examples. */
export function evaluate(model: OpenModel, examples: readonly TrainingExample[]): Evaluation | null {
  if (examples.length === 0) return null;
  const baseline = model.trained.models.toSorted((a, b) => b.best - a.best).map(({ name }) => name);
  const routed = examples.map(({ embedding, scores }) => {
    const ranked = model.rank(embedding).map((entry) => entry.model);
    const best = Math.max(...scores.values());
    return { best, chosen: scoreOfFirst(ranked, scores), usual: scoreOfFirst(baseline, scores) };
  });
  return {
    queries: examples.length,
    accuracy: meanOf(routed.map(({ chosen, best }) => Number(chosen === best))),
    baseline: meanOf(routed.map(({ usual, best }) => Number(usual === best))),
    meanScore: meanOf(routed.map(({ chosen }) => chosen ?? 0)),
    meanBest: meanOf(routed.map(({ best }) => best)),
  };
}

function scoreOfFirst(ranked: readonly string[], scores: ReadonlyMap<string, number>): number | null {
  const first = ranked.find((name) => scores.has(name));
  return first === undefined ? null : (scores.get(first) ?? null);
}
