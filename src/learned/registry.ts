import { suggestion } from "../source/suggest.js";
import { type AbsentRouter, absentRouters } from "./absent-routers.js";
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

/**
 * Finds a router by its name or an alias, whatever its case, its separators and the word `router` at its end. Throws
 * {@link TrainingError} for another name, with the reason where it is a router of the seed.
 */
export function findRouter(name: string): LearnedRouter {
  const found = lookUpRouter(name);
  if (found !== null) return found;
  const { message, hint } = whyNoRouter(name);
  throw new TrainingError(message, hint);
}

/** Why there is no router of a name, and what to write instead. */
export function whyNoRouter(name: string): { readonly message: string; readonly hint: string } {
  const absent = lookUpAbsent(name);
  if (absent !== null) {
    return { message: `there is no router "${name}" here: ${absent.why}`, hint: `use ${absent.instead}` };
  }
  const hint = suggestion(name, learnedRouters.flatMap(namesOf), "routers");
  return { message: `there is no router "${name}"`, hint };
}

/** As {@link findRouter}; null for an unknown name. */
export function lookUpRouter(name: string): LearnedRouter | null {
  return find(learnedRouters, name);
}

/** The router of the seed with that name that is not here; null: there is none. */
export function lookUpAbsent(name: string): AbsentRouter | null {
  return find(absentRouters, name);
}

type Named = Pick<LearnedRouter, "name" | "aliases">;

function find<Router extends Named>(routers: readonly Router[], name: string): Router | null {
  const key = keyOf(name);
  return routers.find((router) => namesOf(router).some((one) => keyOf(one) === key)) ?? null;
}

function namesOf({ name, aliases }: Named): readonly string[] {
  return [name, ...aliases];
}

/** What is alike in all spellings of a name: `KNN-Router`, `knn_router` and `knn` are one. */
function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[-_\s]/g, "")
    .replace(/(?<=.)router$/, "");
}
