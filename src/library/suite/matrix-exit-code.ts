import type { Matrix } from "../../verdict/matrix/matrix.js";
import { type ExitCode, exitCodes, worst } from "../exit-code.js";
import type { RunResult } from "./run-result.js";

/** The exit code of a run, from its matrix: see {@link exitCodes}. */
export function matrixExitCode({ verdicts, known }: Matrix, { leftovers }: Pick<RunResult, "leftovers">): ExitCode {
  const excluded = new Set(verdicts.flatMap(({ trials }) => Object.keys(trials.excluded)));
  const eligible = verdicts.some(({ trials }) => trials.eligible > 0);
  return worst([
    ...(excluded.has("harness-fault") ? [exitCodes.internal] : []),
    ...(excluded.has("replay-miss") || leftovers.length > 0 ? [exitCodes.usage] : []),
    ...(excluded.has("credentials") ? [exitCodes.credentials] : []),
    ...(known.messages.length > 0 ? [exitCodes.failing] : []),
    ...(eligible ? [] : [exitCodes.unmeasured]),
  ]);
}
