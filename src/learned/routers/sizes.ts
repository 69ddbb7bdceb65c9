import { z } from "zod";
import { sizedModels } from "../data/model-size.js";
import type { TrainingSet } from "../data/training-set.js";

/** What the routers by size keep: the models with a size, smallest first, and those that have none to compare. */
export const sizes = z.strictObject({
  models: z.array(z.strictObject({ model: z.string(), billions: z.number().min(0) })).min(1),
  withoutSize: z.array(z.string()),
});

export type Sizes = z.output<typeof sizes>;

/** The sizes of the candidates. Throws TrainingError when none has one. */
export function sizesOf({ candidates }: TrainingSet): Sizes {
  const models = sizedModels(candidates);
  const named = new Set(models.map(({ model }) => model));
  const withoutSize = candidates.map(({ name }) => name).filter((name) => !named.has(name));
  return { models: [...models], withoutSize };
}
