import { z } from "zod";
import type { Choose } from "../decision.js";
import { defineStrategy, firstOf, modelName, type StrategyMistake } from "./define-strategy.js";

/**
 * Chooses the first of a list. LiteLLM (`order` of a deployment), Portkey (`mode: fallback`) and OpenRouter (`provider.order`) do
 * the same under other names (their docs, read 2026-11-28).
 */
export const priority = defineStrategy({
  name: "priority",
  sentence: "the first of a list that is not resting; the next if that one fails",
  schema: z.object({
    priority: z
      .array(modelName)
      .default([])
      .describe(
        "Of the strategy priority: the models in their order. A model that is not in it is asked by name alone.",
      ),
  }),
  names: ({ priority: list }) => list.map((name, index) => ({ path: ["priority", index], of: "value", name }) as const),
  lacks: ({ priority: list }) => {
    if (list.length > 0) return repeated(list);
    const hint = "add router.priority: a list of models, the preferred one first";
    return [{ path: ["strategy"], of: "value", message: "priority needs a list of models", hint }];
  },
  choose: ({ priority: list }) => inOrder(list),
});

function repeated(list: readonly string[]): readonly StrategyMistake[] {
  return list.flatMap((name, index) =>
    list.indexOf(name) === index
      ? []
      : [
          {
            path: ["priority", index],
            of: "value",
            message: `${name} is in the list twice`,
            hint: "write each model once",
          } as const,
        ],
  );
}

/** Chooses the first of the list that may be asked, then the others of it in their order. If none may be asked, all of them are. */
export function inOrder(list: readonly string[]): Choose {
  return async (_request, names) => {
    const fit = list.filter((name) => names.includes(name));
    const order = fit.length > 0 ? fit : list;
    const warnings = fit.length > 0 ? [] : ["every model of router.priority would be left out, so none is"];
    const first = firstOf(order);
    return { first, next: order.slice(1), reason: `number ${list.indexOf(first) + 1} by priority`, warnings };
  };
}
