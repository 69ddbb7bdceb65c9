import { type ExitCode, exitCodes } from "./exit-code.js";

/** A mistake that the person at the keyboard can mend: what happened, and what to do. */
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
