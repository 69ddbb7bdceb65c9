import type { SignatureCheck } from "../../library/attest/signature/check-signature.js";
import { readPublicKey } from "../../library/attest/signature/read-key.js";
import { verifyStatement } from "../../library/attest/verify-statement.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { counted } from "../../report/counted.js";
import { print, sanitise } from "../shell/print.js";

export type VerifyStatementOptions = {
  readonly store?: string;
  readonly key?: string;
  readonly at?: string;
  readonly json?: true;
};

/** `llm-parity attest verify FILE`: prints what holds and what does not; exit code 1 where something does not. */
export async function verifyStatementFile(file: string, options: VerifyStatementOptions): Promise<ExitCode> {
  const { store = null, at = new Date().toISOString().slice(0, 10) } = options;
  const key = options.key === undefined ? null : readPublicKey(options.key);
  const { problems, statement, signature } = await verifyStatement({ file, store, at, key });
  const holds = problems.length === 0;
  if (options.json === true) {
    const signed = { state: signature?.state ?? null, keyIds: signature?.keyIds ?? [] };
    const checked = { runsChecked: store !== null, signature: signed };
    print(JSON.stringify({ schemaVersion: 1, holds, at, problems, ...checked, cannotShow }, null, 2));
  } else if (!holds || statement === null) {
    print(sanitise([`${formatPath(file)} does not hold:`, ...problems.map((one) => `  ✗ ${one}`)].join("\n")));
  } else {
    const { runs, cells, expires, result } = statement;
    const lines = [
      `${formatPath(file)} holds on ${at}: ${result}`,
      "  ✓ its bytes, its words and the chain of its runs are as they were written",
      store === null
        ? "  – its runs were not checked: --store FOLDER hashes and judges them again"
        : `  ✓ ${counted(runs.count, "run")}, all those in the window, hashed; ${counted(cells.length, "cell")} judged again`,
      ...(signature === null ? [] : [signatureLine(signature)]),
      `  ✓ valid until ${expires}`,
      cannotShow,
    ];
    print(sanitise(lines.join("\n")));
  }
  return holds ? exitCodes.fine : exitCodes.failing;
}

function signatureLine({ state, file, keyIds }: SignatureCheck): string {
  if (state === "valid") return `  ✓ signed with the key ${keyIds.join(", ")}`;
  if (state === "none") return "  – it is not signed, so it does not show who made it";
  const named = keyIds.length === 0 ? "" : `, as it says with the key ${keyIds.join(", ")}`;
  return `  – ${formatPath(file)} signs it${named}; its signature was not checked: use --key FILE`;
}

const cannotShow =
  "It does not show that the bytes came from the vendor, nor that every run was kept in the store: its maker answers for both.";
