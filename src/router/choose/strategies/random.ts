import { z } from "zod";
import type { Choose } from "../decision.js";
import { defineStrategy, firstOf, modelName } from "./define-strategy.js";

/** Chooses at random, by weight. */
export const random = defineStrategy({
  name: "random",
  sentence: "by chance, by weight",
  schema: z.object({
    weights: z
      .record(modelName, z.number().min(0))
      .default({})
      .describe("Of the strategy random; 1 where none is given."),
  }),
  names: ({ weights }) => Object.keys(weights).map((name) => ({ path: ["weights", name], of: "key", name }) as const),
  lacks: ({ weights }, models) =>
    models.some((name) => weights[name] !== 0)
      ? []
      : [{ path: ["weights"], of: "value", message: "every model has weight 0", hint: "give one a weight above 0" }],
  choose: ({ weights }, parts) => byChance(weights, parts.random),
});

/** Chooses at random, by weight; the weight defaults to 1. `random`: uniform in [0, 1). */
export function byChance(weights: { readonly [model: string]: number }, random: () => number): Choose {
  return async (_request, names) => {
    const weightOf = (name: string) => weights[name] ?? 1;
    const total = names.reduce((sum, name) => sum + weightOf(name), 0);
    let left = random() * total;
    const drawn = names.find((name) => {
      left -= weightOf(name);
      return left < 0;
    });
    return { first: drawn ?? firstOf(names), reason: "drawn by weight" };
  };
}
