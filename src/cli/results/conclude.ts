import type { Matrix } from "../../verdict/matrix/matrix.js";
import type { Obtained } from "../run/obtain.js";
import { type ExitCode, exitCodes, worst } from "../shell/exit-code.js";

/** Exclusions that a person mends with keys, and those that say the measurement itself went wrong. */
const credentialReasons = new Set(["credentials"]);
const fileReasons = new Set(["replay-miss"]);
const ownReasons = new Set(["harness-fault"]);

/** The exit code of a run, from its matrix: see {@link exitCodes}. */
export function conclude({ matrix, obtained }: { readonly matrix: Matrix; readonly obtained: Obtained }): ExitCode {
  const reasons = new Set(matrix.verdicts.flatMap(({ trials }) => Object.keys(trials.excluded)));
  const has = (some: ReadonlySet<string>) => [...reasons].some((reason) => some.has(reason));
  const eligible = matrix.verdicts.some(({ trials }) => trials.eligible > 0);
  return worst([
    ...(has(ownReasons) ? [exitCodes.internal] : []),
    ...(has(fileReasons) || obtained.leftovers.length > 0 ? [exitCodes.usage] : []),
    ...(has(credentialReasons) ? [exitCodes.credentials] : []),
    ...(matrix.known.messages.length > 0 ? [exitCodes.failing] : []),
    ...(eligible ? [] : [exitCodes.unmeasured]),
  ]);
}
