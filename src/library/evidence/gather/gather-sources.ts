import { basename } from "node:path";
import type { StoredRun } from "../../../runner/store/stored-run.js";
import type { CellIdentity, Transcript } from "../../../transcript/transcript.js";
import { attributeCells, type CellEvidence, isToAttribute } from "../../../verdict/attribution/attribute-cells.js";
import type { Attribution, ControlReading } from "../../../verdict/attribution/attribution.js";
import { attributionJson } from "../../../verdict/attribution/attribution-schema.js";
import type { CaseFacts, ShownCall } from "../../../verdict/evidence/case-facts.js";
import { cellOf, chooseWorking, trialsOf, type WorkingControl } from "../../../verdict/evidence/choose-working.js";
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
  const working = workingOf(attribution, request);
  const cells = cellsOf(request, { attribution, working: working?.verdict ?? null });
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
      working: shown.working,
      cells: cells.map(({ role, file, verdict: { cell } }) => ({
        ...{ role, target: cell.target, scenario: cell.scenario, client: cell.client, file },
      })),
      targets: [...targets],
      sequential: request.sequential === null ? null : { ...request.sequential },
      history: caseHistory(request.runs, failing.cell, {
        isLive: attribution.mark === null,
        own: run?.path ?? null,
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
  // In their own order, which is that in which a reader of the bundle judges them: controls of equal weight keep it.
  const verdicts = evidence.verdicts.filter((one) => some.includes(one));
  const isEnough = sameAttribution(attribution, { evidence, failing, verdicts });
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
  working: WorkingControl | null,
): Pick<CaseFacts, "failing" | "working"> {
  const transcriptsOf = ({ cell }: Verdict) =>
    evidence.transcripts.filter((one) => identityText(one.cell) === identityText(cell));
  const control = working && { cell: working.verdict.cell, judged: trialsOf(working.reading, working.verdict) };
  const shown = failingCall(failing, transcriptsOf(failing), control);
  if (shown === null) {
    throw new UsageError(`${cellName(failing.cell)}: nothing was sent, so there are no bytes to show`, {
      hint: failing.reasonText,
    });
  }
  if (working === null || control === null) return { failing: shown, working: null };
  const { kind, differs, of } = working.reading;
  const call: ShownCall | null = workingCall(control, transcriptsOf(working.verdict), shown);
  if (call !== null) return { failing: shown, working: { ...call, kind, differs } };
  throw new UsageError(`${of} has no trial that passed, so it cannot be shown as working`, {
    hint: "Name another control with --working, or leave it out to get the control that shows most.",
  });
}

/** The control that is shown as working: the one that was named, else the one that says most. Null: there is none. */
function workingOf(
  attribution: Attribution,
  { failing, evidence: { verdicts }, working }: CaseRequest,
): WorkingControl | null {
  if (working === null) return chooseWorking(attribution, { failing, verdicts });
  const readings: readonly ControlReading[] = attribution.controls.filter(
    (one) => cellOf(one, { failing, verdicts }) === working,
  );
  // An upstream that passes says more than another of the same gateway that does not.
  const passed = readings.find((one) => trialsOf(one, working).some(({ outcome }) => outcome === "ok"));
  const reading = passed ?? readings[0];
  if (reading !== undefined) return { reading, verdict: working };
  const names = attribution.controls.map(({ of }) => of).join(", ") || "none";
  throw new UsageError(`${cellName(working.cell)} is no control of ${cellName(failing.cell)}`, {
    hint: `Its controls are: ${names}. \`llm-parity explain\` says what a control is.`,
  });
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
