import { existsSync, readFileSync } from "node:fs";
import { bundleFiles } from "../../library/evidence/bundle-files.js";
import type { BundleSources } from "../../library/evidence/bundle-sources.js";
import { caseViews } from "../../library/evidence/gather/case-views.js";
import { gatherSources } from "../../library/evidence/gather/gather-sources.js";
import { redactCase } from "../../library/evidence/gather/redact-case.js";
import { requireFree, writeBundle } from "../../library/evidence/write-bundle.js";
import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { formatPath } from "../../library/format-path.js";
import { UsageError } from "../../library/usage-error.js";
import { clientVersions } from "../../library/versions.js";
import { runOrigin } from "../../runner/describe-run.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import { fixtureOf } from "../../runner/store/save-fixture.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import type { CellEvidence as AttributedEvidence } from "../../verdict/attribution/attribute-cells.js";
import { identityText } from "../../verdict/judge-cell.js";
import type { Verdict } from "../../verdict/verdict.js";
import { type HarFile, readHar } from "../../wire/har/har.js";
import { evidenceAround } from "../results/cell-attribution.js";
import { type CellEvidence, type EvidenceOptions, readCellEvidence } from "../results/cell-evidence.js";
import { readCellName } from "../results/cell-name.js";
import { storedRule } from "../results/stored-run.js";
import { targetNamed } from "../results/stored-targets.js";
import { log, print, sanitise } from "../shell/print.js";

export type EvidenceBundleOptions = EvidenceOptions & {
  readonly out?: string;
  readonly working?: string;
  readonly account?: string;
  readonly demo?: true;
  readonly clients: boolean;
  readonly json?: true;
};

/** `llm-parity evidence CELL --out DIR`: writes the bundle of a failing cell. */
export async function makeBundle(cell: string, options: EvidenceBundleOptions): Promise<ExitCode> {
  const [out, account] = [requireOut(options), accountOf(options)];
  const found = await readCellEvidence(cell, options);
  const around = await evidenceAround(found);
  const { "llm-parity": program = "unknown" } = await clientVersions("http");
  const gathered = gatherSources({
    failing: sameCell(found.verdict, around.verdicts),
    evidence: around,
    working: options.working === undefined ? null : namedCell(options.working, around),
    run: found.run,
    sequential: (found.run === null ? undefined : storedRule(found.run)) ?? null,
    runs: options.runs,
    recordingOf: (one) => recordingOf(one, { found, around }),
    program,
    madeAt: new Date(),
  });
  refuseUnmarked(gathered.facts.mark, options);
  const clientViews = options.clients ? await viewsOf(gathered) : null;
  const sources = redactCase(
    { ...gathered, clientViews },
    { environment: process.env, workingFolder: process.cwd(), account },
  );
  const files = await bundleFiles(sources);
  await writeBundle(out, files);
  print(formatPath(out));
  log(
    sanitise(
      `${files.size} files. Begin with report.md; check it with \`llm-parity evidence verify ${formatPath(out)}\`.`,
    ),
  );
  return exitCodes.fine;
}

async function viewsOf(sources: BundleSources): Promise<BundleSources["clientViews"]> {
  const views = await caseViews(sources, {
    workingFolder: process.cwd(),
    onClient: ({ facts, version }) => log(sanitise(`giving the failing reply to ${facts.name} ${version}`)),
  });
  if (views === null) log("no client of others is installed here that reads this reply: client-views.json is left out");
  return views;
}

function requireOut({ out }: EvidenceBundleOptions): string {
  if (out === undefined || out === "") {
    throw new UsageError("--out is missing: the folder in which the bundle is written", {
      hint: "Add --out DIR; the folder must not exist yet, or be empty.",
    });
  }
  requireFree(out);
  return out;
}

function accountOf({ account }: EvidenceBundleOptions): string | null {
  if (account === undefined) return null;
  if (/^\d{12}$/.test(account)) return account;
  throw new UsageError("--account is not an AWS account id", { hint: "It has 12 digits, without dashes." });
}

/** Bytes that no vendor sent are never bundled by mistake, and real ones never marked as a demo. */
function refuseUnmarked(mark: "SIMULATED" | "DEMO" | null, { demo }: EvidenceBundleOptions): void {
  if (mark === null && demo === true) {
    throw new UsageError("--demo is for simulated and authored bytes, and these are recorded", {
      hint: "Drop --demo.",
    });
  }
  if (mark === null || demo === true) return;
  const whose = mark === "SIMULATED" ? "from our simulator" : "authored after a document";
  throw new UsageError(`these bytes are ${whose}: they are no evidence about a vendor`, {
    hint: "Run the cell with --live and name that run, or add --demo: then every page says DEMO.",
  });
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
  const entries = run.exchangesOf({ target: cell.target, scenario: cell.scenario })?.entries ?? [];
  const trials = [...new Set(entries.map(({ trial }) => trial))].map((trial) => ({
    trial,
    taken: entries.filter((entry) => entry.trial === trial),
  }));
  const isLive = run.transcripts.some(({ provenance }) => provenance.source === "live");
  const mode = run.facts?.mode ?? (isLive ? "live" : "simulator");
  return fixtureOf(
    { scenario: { id: cell.scenario, version: cell.scenarioVersion }, target, client: cell.client },
    trials,
    runOrigin({ mode, startedAt: run.startedAt, versions: run.versions }),
  );
}
