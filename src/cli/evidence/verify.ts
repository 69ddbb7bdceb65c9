import { existsSync } from "node:fs";
import { type Verification, verifyBundle } from "../../library/evidence/verify-bundle.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { clientVersions } from "../../library/versions.js";
import { counted } from "../../report/counted.js";
import { faultText } from "../../report/whose-fault-text.js";
import { cellName } from "../../verdict/evidence/evidence-calls.js";
import type { Material } from "../../verdict/evidence/material.js";
import { print, sanitise } from "../shell/print.js";

export type VerifyOptions = { readonly json?: true };

/** `llm-parity evidence verify DIR`: prints what holds and what does not; exit code 1 where something does not. */
export async function verify(folder: string, { json }: VerifyOptions): Promise<ExitCode> {
  if (!existsSync(folder)) {
    throw new UsageError(`${formatPath(folder)} is not there`, { hint: "Name the folder of a bundle." });
  }
  const { "llm-parity": program = "unknown" } = await clientVersions("http");
  const found = await verifyBundle(folder, program);
  const { problems, notes } = found;
  if (json === true) {
    const holds = problems.length === 0;
    print(JSON.stringify({ schemaVersion: 1, holds, problems, notes, files: found.files, cannotShow }, null, 2));
  } else {
    const lines = problems.length > 0 ? problemLines(folder, found) : holdingLines(folder, found);
    print(sanitise([...lines, ...notes].join("\n")));
  }
  return problems.length === 0 ? exitCodes.fine : exitCodes.failing;
}

const cannotShow =
  "It does not show that the bytes came from the vendor: only the vendor can, by request id, account, region and UTC time.";

function problemLines(folder: string, { problems }: Verification): readonly string[] {
  return [
    `${formatPath(folder)} does not hold:`,
    ...problems.map(({ says }) => `  ✗ ${says}`),
    "Ask its maker for the bundle again, and compare the hash of its SHA256SUMS.",
  ];
}

function holdingLines(folder: string, { files, material }: Verification): readonly string[] {
  if (material === null) return [];
  return [
    `${formatPath(folder)} holds: ${counted(files, "file")}, as listed and as recomputed`,
    ...factLines(material).map((line) => `  ✓ ${line}`),
    cannotShow,
  ];
}

function factLines({ facts, failing, working, calls, claims, experiment, attribution }: Material): readonly string[] {
  const textOf = (id: string): string => claims.find((one) => one.id === id)?.text ?? "no";
  return [
    `${counted(calls.length, "trial")} judged again, with their replies decoded again from the bytes`,
    `${cellName(failing.verdict.cell)}: bad in ${textOf("failing-rate")}`,
    ...(working === null ? [] : [`${cellName(working.verdict.cell)}: bad in ${textOf("working-rate")}`]),
    ...(experiment === null
      ? []
      : [
          `asked again in turns: bad in ${textOf("again-failing")} against ${textOf("again-working")}, e-value ${textOf("e-value")}`,
        ]),
    `attribution: ${faultText(attribution)}`,
    ...(facts.mark === null ? [] : [`marked ${facts.mark}: no vendor sent these bytes`]),
  ];
}
