import { loadTrainingFile } from "../../learned/load-training-file.js";
import { learnedRouters } from "../../learned/registry.js";
import { SourceError } from "../../source/source-error.js";

/**
 * A training file does not name its router (`train --router` does): it is valid where one router can be trained with it. Throws
 * the mistakes for the router that finds the fewest.
 */
export function checkTraining(file: string): void {
  const errors: SourceError[] = [];
  for (const router of learnedRouters) {
    try {
      loadTrainingFile(file, router, process.cwd());
      return;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      errors.push(error);
    }
  }
  const [fewest] = errors.sort((a, b) => a.issues.length - b.issues.length);
  if (fewest !== undefined) throw fewest;
}
