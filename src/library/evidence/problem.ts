import { quotedName } from "../../verdict/evidence/quoted-name.js";
import { pathFault } from "./bundle-path.js";

/**
 * Something that is wrong with a bundle. `path`: the file, relative to the folder; null: the bundle as a whole, or a path that no bundle
 * may have. `says`: one sentence with what and what it means, safe to print: names are quoted, and cut where they are long.
 */
export type Problem = { readonly path: string | null; readonly says: string };

/** A problem of the file at `path`. `what`: the rest of the sentence that begins with its name. */
export function problemOf(path: string, what: string): Problem {
  return { path: pathFault(path) === null ? path : null, says: `${quotedName(path)} ${what}` };
}

/** How many problems are listed. Beyond them, a last one has the number of the others. */
export const maxProblems = 100;

/** At most {@link maxProblems} of the problems, and one more that counts the rest. */
export function boundedProblems(problems: readonly Problem[]): readonly Problem[] {
  const more = problems.length - maxProblems;
  if (more <= 0) return problems;
  return [...problems.slice(0, maxProblems), { path: null, says: `and ${more} more problems of this kind` }];
}
