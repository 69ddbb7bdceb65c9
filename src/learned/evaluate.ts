import type { TrainingExample } from "./data/training-set.js";
import type { OpenModel } from "./define-router.js";
import { meanOf } from "./learn/vector.js";

/**
 * How well a model routes queries whose scores are known. `accuracy`: the share of queries that went to a model with the
 * best score. `baseline`: the same for always asking the model that was best most often in training. The means are of the
 * score of the model that was asked, and of the best one.
 */
export type Evaluation = {
  readonly queries: number;
  readonly accuracy: number;
  readonly baseline: number;
  readonly meanScore: number;
  readonly meanBest: number;
};

/** Routes every example to the first model of its ranking that has a score there. Null for no examples. */
export function evaluate(model: OpenModel, examples: readonly TrainingExample[]): Evaluation | null {
  if (examples.length === 0) return null;
  const common = model.trained.models.toSorted((a, b) => b.best - a.best).map(({ name }) => name);
  const routed = examples.map(({ embedding, scores }) => {
    const ranked = model.rank(embedding).map((entry) => entry.model);
    const best = Math.max(...scores.values());
    return { best, own: scoreOfFirst(ranked, scores), usual: scoreOfFirst(common, scores) };
  });
  return {
    queries: examples.length,
    accuracy: meanOf(routed.map(({ own, best }) => Number(own === best))),
    baseline: meanOf(routed.map(({ usual, best }) => Number(usual === best))),
    meanScore: meanOf(routed.map(({ own }) => own ?? 0)),
    meanBest: meanOf(routed.map(({ best }) => best)),
  };
}

function scoreOfFirst(ranked: readonly string[], scores: ReadonlyMap<string, number>): number | null {
  const first = ranked.find((name) => scores.has(name));
  return first === undefined ? null : (scores.get(first) ?? null);
}
