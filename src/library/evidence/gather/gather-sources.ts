import { basename } from "node:path";
import type { StoredRun } from "../../../runner/store/stored-run.js";
import type { CellIdentity, Transcript } from "../../../transcript/transcript.js";
import { attributeCells, type CellEvidence, isToAttribute } from "../../../verdict/attribution/attribute-cells.js";
import type { Attribution } from "../../../verdict/attribution/attribution.js";
import { attributionJson } from "../../../verdict/attribution/attribution-schema.js";
import type { CaseFacts, ShownCall } from "../../../verdict/evidence/case-facts.js";
import { cellOf, chooseWorking } from "../../../verdict/evidence/choose-working.js";
import { cellName } from "../../../verdict/evidence/evidence-calls.js";
import { failingCall, workingCall } from "../../../verdict/evidence/shown-call.js";
import { identityText } from "../../../verdict/judge-cell.js";
import type { SequentialRule } from "../../../verdict/statistics/sequential-test.js";
import type { Verdict } from "../../../verdict/verdict.js";
import type { HarFile } from "../../../wire/har/har.js";
import { UsageError } from "../../usage-error.js";
import type { BundleSources } from "../bundle-sources.js";
import { caseHistory } from "./case-history.js";

/** A failing cell among the others of its run, and where the rest of the facts comes from. */
export type CaseRequest = {
  readonly failing: Verdict;
  readonly evidence: CellEvidence;
  /** The cell that is shown as the working one; null: the control that says most. */
  readonly working: Verdict | null;
  readonly run: StoredRun | null;
  readonly sequential: SequentialRule | null;
  /** The folder of the other runs. */
  readonly runs: string;
  /** The exchanges of a cell. */
  readonly recordingOf: (cell: CellIdentity) => HarFile;
  readonly program: string;
  readonly madeAt: Date;
};

/** Gathers the sources of a bundle, not yet redacted. Throws UsageError for a cell that does not fail, or of which no bytes were kept. */
export function gatherSources(request: CaseRequest): BundleSources {
  const { failing, evidence, run } = request;
  const attribution = attributionOf(evidence, failing);
  const chosen = chooseWorking(attribution, { failing, verdicts: evidence.verdicts });
  const working = request.working ?? chosen?.verdict ?? null;
  const cells = cellsOf(request, { attribution, working });
  const shown = shownCalls(request, working);
  const kept = new Set(cells.map(({ verdict }) => identityText(verdict.cell)));
  const targets = evidence.targets.filter(({ id }) => cells.some(({ verdict }) => verdict.cell.target === id));
  return {
    facts: {
      schemaVersion: 1,
      program: request.program,
      madeAt: request.madeAt.toISOString(),
      mark: attribution.mark,
      run: run === null ? null : basename(run.path),
      failing: shown.failing,
      working: shown.working === null ? null : { ...shown.working, ...relationOf(attribution, { request, working }) },
      cells: cells.map(({ role, file, verdict: { cell } }) => ({
        ...{ role, target: cell.target, scenario: cell.scenario, client: cell.client, file },
      })),
      targets: [...targets],
      sequential: request.sequential === null ? null : { ...request.sequential },
      history: caseHistory(request.runs, failing.cell, {
        isLive: attribution.mark === null,
        own: run === null ? null : basename(run.path),
      }),
      environment: environmentOf(request),
      account: null,
      redacted: [],
    },
    scenarios: evidence.scenarios.filter(({ id }) => cells.some(({ verdict }) => verdict.cell.scenario === id)),
    transcripts: evidence.transcripts.filter(({ cell }) => kept.has(identityText(cell))),
    recordings: new Map(cells.map(({ file, verdict }) => [file, request.recordingOf(verdict.cell)])),
    clientViews: null,
    experiment: null,
  };
}

function attributionOf(evidence: CellEvidence, failing: Verdict): Attribution {
  const own = identityText(failing.cell);
  const found = [...attributeCells(evidence)].find(([{ cell }]) => identityText(cell) === own)?.[1];
  if (found !== undefined && isToAttribute(failing)) return found;
  const { ok, eligible } = failing.trials;
  throw new UsageError(`${cellName(failing.cell)} does not fail: ${ok} of ${eligible} trials are ok`, {
    hint: "Name a failing cell, as a run prints it.",
  });
}

type Cell = { readonly role: CaseFacts["cells"][number]["role"]; readonly verdict: Verdict; readonly file: string };

/** The failing cell, the working one, and every control; or all cells, where the attribution rests on more than its controls. */
function cellsOf(
  { failing, evidence }: CaseRequest,
  { attribution, working }: { readonly attribution: Attribution; readonly working: Verdict | null },
): readonly Cell[] {
  const named = attribution.controls.flatMap((one) => cellOf(one, { failing, verdicts: evidence.verdicts }) ?? []);
  const some = [failing, ...(working === null ? [] : [working]), ...named];
  const isEnough = sameAttribution(attribution, { evidence, failing, verdicts: [...new Set(some)] });
  const all = [...new Set(isEnough ? some : [...some, ...evidence.verdicts])];
  return all.map((verdict, at) => {
    const role = verdict === failing ? "failing" : verdict === working ? "working" : "control";
    const number = at - (working === null ? 0 : 1);
    return {
      role,
      verdict,
      file: role === "control" ? `control-${String(number).padStart(2, "0")}.har` : `${role}.har`,
    };
  });
}

function sameAttribution(
  whole: Attribution,
  { evidence, failing, verdicts }: { evidence: CellEvidence; failing: Verdict; verdicts: readonly Verdict[] },
): boolean {
  const kept = new Set(verdicts.map(({ cell }) => identityText(cell)));
  const transcripts: readonly Transcript[] = evidence.transcripts.filter(({ cell }) => kept.has(identityText(cell)));
  const found = attributeCells({ ...evidence, verdicts, transcripts }).get(failing);
  return found !== undefined && JSON.stringify(attributionJson(found)) === JSON.stringify(attributionJson(whole));
}

function shownCalls(
  { failing, evidence }: CaseRequest,
  working: Verdict | null,
): { readonly failing: ShownCall; readonly working: ShownCall | null } {
  const trialsOf = ({ cell }: Verdict) =>
    evidence.transcripts.filter((one) => identityText(one.cell) === identityText(cell));
  const shown = failingCall(failing, trialsOf(failing), working);
  if (shown === null) {
    throw new UsageError(`${cellName(failing.cell)}: nothing was sent, so there are no bytes to show`, {
      hint: failing.reasonText,
    });
  }
  return { failing: shown, working: working === null ? null : workingCall(working, trialsOf(working), shown) };
}

/** What is between the two cells, from the control that the attribution read; a cell that was named need not be one. */
function relationOf(
  { controls }: Attribution,
  { request: { failing, evidence }, working }: { readonly request: CaseRequest; readonly working: Verdict | null },
): Pick<NonNullable<CaseFacts["working"]>, "kind" | "differs"> {
  const found = controls.find((one) => cellOf(one, { failing, verdicts: evidence.verdicts }) === working);
  if (found !== undefined) return { kind: found.kind, differs: found.differs };
  throw new UsageError(
    `${working === null ? "it" : cellName(working.cell)} is no control of ${cellName(failing.cell)}`,
    {
      hint: `Its controls are ${controls.map(({ of }) => of).join(", ") || "none"}. \`llm-parity explain\` says what a control is.`,
    },
  );
}

function environmentOf({ run, failing, recordingOf }: CaseRequest): CaseFacts["environment"] {
  const retries = run?.facts?.options["retries"];
  return {
    versions: { ...(run?.versions ?? recordingOf(failing.cell).meta.versions) },
    system: `${process.platform} ${process.arch}`,
    clients: failing.cell.client === "sdk" ? "the official SDK" : "our own client",
    retries: typeof retries === "number" ? retries : 0,
  };
}
