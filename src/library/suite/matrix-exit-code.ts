import type { Matrix } from "../../verdict/matrix/matrix.js";
import { type ExitCode, exitCodes, worst } from "../exit-code.js";
import { credentialsCode, excludedTrials } from "./credentials-code.js";
import type { RunResult } from "./run-result.js";

/** The exit code of a run, from its matrix: see {@link exitCodes}. */
export function matrixExitCode(
  { verdicts, known }: Matrix,
  { leftovers, transcripts }: Pick<RunResult, "leftovers" | "transcripts">,
): ExitCode {
  const counts = excludedTrials(verdicts);
  const excluded = new Set(Object.keys(counts));
  const eligible = verdicts.some(({ trials }) => trials.eligible > 0);
  return worst([
    ...(excluded.has("harness-fault") ? [exitCodes.internal] : []),
    ...(excluded.has("replay-miss") || leftovers.length > 0 ? [exitCodes.usage] : []),
    ...credentialsCode({ transcripts, excluded: counts, hasEligible: eligible }),
    ...(known.messages.length > 0 ? [exitCodes.failing] : []),
    ...(eligible ? [] : [exitCodes.unmeasured]),
  ]);
}
