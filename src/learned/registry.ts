import { suggestion } from "../source/suggest.js";
import type { LearnedRouter } from "./define-router.js";
import { largest, smallest } from "./routers/by-size.js";
import { elo } from "./routers/elo.js";
import { hybrid } from "./routers/hybrid.js";
import { knn } from "./routers/knn.js";
import { mf } from "./routers/mf.js";
import { mlp } from "./routers/mlp.js";
import { svm } from "./routers/svm.js";
import { TrainingError } from "./training-error.js";

/** Every router that can be trained or built from data, in the order of `list-routers`. */
export const learnedRouters: readonly LearnedRouter[] = [knn, svm, mlp, mf, elo, hybrid, smallest, largest];

/** Finds a router by its name or an alias, ignoring case. Throws {@link TrainingError} for an unknown name. */
export function findRouter(name: string): LearnedRouter {
  const found = lookUpRouter(name);
  if (found !== null) return found;
  const hint = suggestion(name, learnedRouters.flatMap(namesOf), "routers");
  throw new TrainingError(`there is no router "${name}"`, hint);
}

/** As {@link findRouter}; null for an unknown name. */
export function lookUpRouter(name: string): LearnedRouter | null {
  const lower = name.toLowerCase();
  return learnedRouters.find((router) => namesOf(router).includes(lower)) ?? null;
}

function namesOf({ name, aliases }: LearnedRouter): readonly string[] {
  return [name, ...aliases];
}
