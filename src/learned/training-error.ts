import { HintedError } from "../source/hinted-error.js";

/** Data that a router cannot be trained on, a router that does not exist, or a query that a router cannot rank. */
export class TrainingError extends HintedError {
  override name = "TrainingError" as const;
}
