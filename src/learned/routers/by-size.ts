import { z } from "zod";
import { sizedModels } from "../data/model-size.js";
import type { TrainingSet } from "../data/training-set.js";
import { defineRouter, type LearnedRouter } from "../define-router.js";
import { rankingOf } from "../ranking.js";

/** Every query goes to the model with the smallest `size` in billions. Score: the size, negative. */
export const smallest = routerBySize({
  name: "smallest",
  sentence: "Asks the model with the fewest parameters, whatever the query.",
  scoreOf: (billions) => -billions,
});

/** Every query goes to the model with the largest `size` in billions. Score: the size. */
export const largest = routerBySize({
  name: "largest",
  sentence: "Asks the model with the most parameters, whatever the query.",
  scoreOf: (billions) => billions,
});

type BySize = {
  readonly name: string;
  readonly sentence: string;
  readonly scoreOf: (billions: number) => number;
};

function routerBySize({ name, sentence, scoreOf }: BySize): LearnedRouter {
  /** The models with a size, smallest first, and the names of those without one. */
  const sizes = z.strictObject({
    models: z.array(z.strictObject({ model: z.string(), billions: z.number().min(0) })).min(1),
    withoutSize: z.array(z.string()),
  });
  return defineRouter({
    name,
    aliases: [`${name}_llm`],
    sentence,
    isTrainable: false,
    needsEmbedding: false,
    withoutEffect: {},
    topLevel: [],
    hparam: z.strictObject({}),
    body: sizes,
    train: sizesOf,
    rank: ({ models }) =>
      rankingOf(
        models.map(({ model }) => model),
        models.map(({ billions }) => scoreOf(billions)),
      ),
  });
}

function sizesOf({ candidates }: TrainingSet) {
  const models = sizedModels(candidates);
  const named = new Set(models.map(({ model }) => model));
  const withoutSize = candidates.map(({ name }) => name).filter((name) => !named.has(name));
  return { models: [...models], withoutSize };
}
