import { existsSync, readFileSync } from "node:fs";
import type { CaseRequest } from "../../library/evidence/gather/gather-sources.js";
import { formatPath } from "../../library/format-path.js";
import { storedRule } from "../../library/suite/stored-rule.js";
import { UsageError } from "../../library/usage-error.js";
import { clientVersions } from "../../library/versions.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import { recordingOf as recordingOfRun } from "../../runner/store/write-exchanges.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import type { CellEvidence as AttributedEvidence } from "../../verdict/attribution/attribute-cells.js";
import { identityText } from "../../verdict/judge-cell.js";
import type { Verdict } from "../../verdict/verdict.js";
import { type HarFile, readHar } from "../../wire/har/har.js";
import { evidenceAround } from "../results/cell-attribution.js";
import { type CellEvidence, type EvidenceOptions, readCellEvidence } from "../results/cell-evidence.js";
import { readCellName } from "../results/cell-name.js";
import { targetNamed } from "../results/stored-targets.js";

/** Reads a cell and everything around it. `working`: the cell that is to be shown as the working one; absent: the one that says most. */
export async function caseRequest(
  cell: string,
  { working, ...options }: EvidenceOptions & { readonly working?: string },
): Promise<CaseRequest> {
  const found = await readCellEvidence(cell, options);
  const around = await evidenceAround(found);
  const { "llm-parity": program = "unknown" } = await clientVersions("http");
  return {
    failing: sameCell(found.verdict, around.verdicts),
    evidence: around,
    working: working === undefined ? null : namedCell(working, around),
    run: found.run,
    sequential: (found.run === null ? undefined : storedRule(found.run)) ?? null,
    runs: options.runs,
    recordingOf: (one) => recordingOf(one, { found, around }),
    program,
    madeAt: new Date(),
  };
}

function sameCell({ cell }: Verdict, verdicts: readonly Verdict[]): Verdict {
  const found = verdicts.find((one) => identityText(one.cell) === identityText(cell));
  if (found === undefined) throw new TypeError(`${identityText(cell)} is not among the verdicts of its own run`);
  return found;
}

function namedCell(text: string, { verdicts, targets }: AttributedEvidence): Verdict {
  const { target, scenario } = readCellName(text);
  const id = targetNamed(target, targets)?.id ?? target;
  const found = verdicts.find(({ cell }) => cell.target === id && cell.scenario === scenario);
  if (found !== undefined) return found;
  throw new UsageError(`--working: there is no trial of ${text}`, { hint: "Name a cell of the same run or folder." });
}

type Around = { readonly found: CellEvidence; readonly around: AttributedEvidence };

/** The exchanges of any cell of the same run or folder. */
function recordingOf(cell: CellIdentity, { found: { run, files }, around }: Around): HarFile {
  const target = around.targets.find(({ id }) => id === cell.target);
  if (target === undefined) throw new TypeError(`${cell.target} is not among the targets of its own run`);
  if (run === null) {
    const file = fixturePath(files.fixtures, target, cell.scenario);
    if (existsSync(file)) return readHar(readFileSync(file, "utf8"), formatPath(file));
    throw new UsageError(`${cell.scenario} on ${cell.target}: its recording is no longer there`);
  }
  return recordingOfRun(run, cell, target);
}
