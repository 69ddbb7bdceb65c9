import { HintedError } from "../source/hinted-error.js";

/** A name on the command line that does not exist, or a selection that leaves nothing to run. */
export class SelectionError extends HintedError {
  override name = "SelectionError" as const;
}
