import { suggestion } from "../source/suggest.js";
import type { LearnedRouter } from "./define-router.js";
import { elo } from "./routers/elo.js";
import { hybrid } from "./routers/hybrid.js";
import { knn } from "./routers/knn.js";
import { largest } from "./routers/largest.js";
import { mf } from "./routers/mf.js";
import { mlp } from "./routers/mlp.js";
import { smallest } from "./routers/smallest.js";
import { svm } from "./routers/svm.js";
import { TrainingError } from "./training-error.js";

/** Every router that can be trained or made from data, in the order in which `list-routers` shows them. */
export const learnedRouters: readonly LearnedRouter[] = [knn, svm, mlp, mf, elo, hybrid, smallest, largest];

/** The router of a name or of a name in the seed system; case does not count. Throws {@link TrainingError} for another. */
export function findRouter(name: string): LearnedRouter {
  const found = lookUpRouter(name);
  if (found !== null) return found;
  const hint = suggestion(name, learnedRouters.flatMap(namesOf), "routers");
  throw new TrainingError(`there is no router "${name}"`, hint);
}

/** As {@link findRouter}; null for another name. */
export function lookUpRouter(name: string): LearnedRouter | null {
  const wanted = name.toLowerCase();
  return learnedRouters.find((router) => namesOf(router).includes(wanted)) ?? null;
}

function namesOf({ name, aliases }: LearnedRouter): readonly string[] {
  return [name, ...aliases];
}
