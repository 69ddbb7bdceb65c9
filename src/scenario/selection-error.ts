import { HintedError } from "../source/hinted-error.js";

/** A name on the command line that does not exist, or a choice that matches nothing. `hint`: the fix. */
export class SelectionError extends HintedError {
  override name = "SelectionError" as const;
}
