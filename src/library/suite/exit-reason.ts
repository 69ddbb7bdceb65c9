import { counted } from "../../report/counted.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import { type ExitCode, exitCodes } from "../exit-code.js";

/** How a run ends. `worth`: the code of its results; `code`: the one that it exits with. */
export type Ending = { readonly worth: ExitCode; readonly code: number; readonly known: string };

/** `exit 1: 2 failing cells not listed in scenarios/known.yaml`: the exit code and its reason. `known`: the path of that file. */
export function exitReason(matrix: Pick<Matrix, "known">, { worth, code, known }: Ending): string {
  const reason = reasonOf(worth, matrix.known, known);
  if (code === worth) return `exit ${code}: ${reason}`;
  const why = code === exitCodes.fine ? "--exit-zero" : "stopped by a signal";
  return `exit ${code}: ${why}; without that, exit ${worth}: ${reason}`;
}

function reasonOf(code: ExitCode, { unexpected, expected, messages }: Matrix["known"], known: string): string {
  switch (code) {
    case exitCodes.fine:
      return expected.length === 0 ? "no cell fails" : `each failing cell is listed in ${known}`;
    case exitCodes.failing: {
      const entries = messages.length - unexpected.length;
      return [
        ...(unexpected.length === 0 ? [] : [`${counted(unexpected.length, "failing cell")} not listed in ${known}`]),
        ...(entries === 0 ? [] : [`${entries === 1 ? "1 entry" : `${entries} entries`} of ${known} must be edited`]),
      ].join("; ");
    }
    case exitCodes.usage:
      return "recordings do not match their requests";
    case exitCodes.credentials:
      return "credentials are missing or refused";
    case exitCodes.unmeasured:
      return "nothing could be measured";
    default:
      return "a trial ended in a fault of llm-parity";
  }
}
