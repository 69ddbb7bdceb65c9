import { HintedError } from "../source/hinted-error.js";
import { type ExitCode, exitCodes } from "./exit-code.js";

/** A mistake that the user can fix. `hint` defaults to null, `code` to the exit code of a usage error. */
export class UsageError extends HintedError {
  override name = "UsageError" as const;
  readonly code: ExitCode;
  constructor(
    message: string,
    { hint = null, code = exitCodes.usage }: { hint?: string | null; code?: ExitCode } = {},
  ) {
    super(message, hint);
    this.code = code;
  }
}
