import type { RoutedModel } from "./router-config.js";

/** The model of that name; null: none has it. A loop, since it runs several times for each request, and `find` takes a new function each time. */
export function findModel(models: readonly RoutedModel[], name: string | null): RoutedModel | null {
  for (const model of models) if (model.name === name) return model;
  return null;
}
