import { verifyStatement } from "../../library/attest/verify-statement.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { counted } from "../../report/counted.js";
import { print, sanitise } from "../shell/print.js";

export type VerifyStatementOptions = { readonly store?: string; readonly at?: string; readonly json?: true };

/** `llm-parity attest verify FILE`: prints what holds and what does not; exit code 1 where something does not. */
export async function verifyStatementFile(file: string, options: VerifyStatementOptions): Promise<ExitCode> {
  const { store = null, at = new Date().toISOString().slice(0, 10) } = options;
  const { problems, statement } = await verifyStatement({ file, store, at });
  const holds = problems.length === 0;
  if (options.json === true) {
    print(JSON.stringify({ schemaVersion: 1, holds, at, problems, runsChecked: store !== null, cannotShow }, null, 2));
  } else if (!holds || statement === null) {
    print(sanitise([`${formatPath(file)} does not hold:`, ...problems.map((one) => `  ✗ ${one}`)].join("\n")));
  } else {
    const { runs, cells, expires, result } = statement;
    const lines = [
      `${formatPath(file)} holds on ${at}: ${result}`,
      "  ✓ its bytes, its words and the chain of its runs are as they were written",
      store === null
        ? "  – its runs were not looked at: --store FOLDER hashes and judges them again"
        : `  ✓ ${counted(runs.count, "run")}, all of the window, hashed; ${counted(cells.length, "cell")} judged again`,
      `  ✓ valid until ${expires}`,
      cannotShow,
    ];
    print(sanitise(lines.join("\n")));
  }
  return holds ? exitCodes.fine : exitCodes.failing;
}

const cannotShow =
  "It does not show that the bytes came from the vendor, nor that every run was kept in the store: who made it answers for both.";
