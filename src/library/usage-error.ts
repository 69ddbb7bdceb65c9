import { type ExitCode, exitCodes } from "./exit-code.js";

/** A mistake that the user can fix: what happened (`message`) and what to do (`hint`; null: nothing to add). */
export class UsageError extends Error {
  override name = "UsageError" as const;
  readonly hint: string | null;
  readonly code: ExitCode;
  constructor(
    message: string,
    { hint = null, code = exitCodes.usage }: { hint?: string | null; code?: ExitCode } = {},
  ) {
    super(message);
    this.hint = hint;
    this.code = code;
  }
}
