import { existsSync, readFileSync } from "node:fs";
import type { Target } from "../../chat/target.js";
import { choose, type FileOptions } from "../../library/choose.js";
import { formatPath } from "../../library/format-path.js";
import { withholdPrivate } from "../../library/private/withhold-private.js";
import { storedRule } from "../../library/suite/stored-rule.js";
import { UsageError } from "../../library/usage-error.js";
import { type CellRemark, remarksOn } from "../../report/cell/remarks.js";
import { planRun } from "../../runner/plan.js";
import { runReplay } from "../../runner/run-replay.js";
import { fixturePath } from "../../runner/store/fixture-path.js";
import { readRun } from "../../runner/store/read-run.js";
import type { StoredRun } from "../../runner/store/stored-run.js";
import type { Scenario } from "../../scenario/scenario.js";
import { suggestion } from "../../source/suggest.js";
import type { Transcript } from "../../transcript/transcript.js";
import { judgeAll } from "../../verdict/judge-all.js";
import type { Verdict } from "../../verdict/verdict.js";
import { type HarEntry, readHar } from "../../wire/har/har.js";
import { transportOf } from "../../wire/transport/faces.js";
import { fenceNetwork } from "../../wire/transport/fence.js";
import { type CellName, readCellName } from "./cell-name.js";
import { findRun } from "./find-run.js";
import { storedOptions } from "./recall-run.js";
import { readStoredRun } from "./stored-run.js";
import { storedTargets, targetNamed } from "./stored-targets.js";

/** `typed`: the files that were named on the command line: they take the place of those that a run was made with. */
export type EvidenceOptions = FileOptions & {
  readonly typed: Partial<FileOptions>;
  readonly run?: string;
  readonly runs: string;
  readonly baseUrl?: string;
  /** Single trials are shown, so that the run may have been pruned. */
  readonly singleTrials?: true;
  /** Quote what customers wrote in a private recording. */
  readonly includeContent?: true;
};

/** The evidence behind one cell. `file` null: no bytes were kept. */
export type CellEvidence = {
  readonly named: CellName;
  readonly target: Target;
  readonly scenario: Scenario;
  readonly verdict: Verdict;
  readonly transcripts: readonly Transcript[];
  readonly file: string | null;
  readonly entries: readonly HarEntry[];
  /** The run that it is from, and the files that judge it; null: a fixture. */
  readonly run: StoredRun | null;
  readonly files: FileOptions;
  /** What the suites say that a reader must know beside it. */
  readonly remarks: readonly CellRemark[];
};

/** True where the bytes of a cell are of a production log or trace. */
export function isPrivateCell({ transcripts }: Pick<CellEvidence, "transcripts">): boolean {
  return transcripts.some(({ provenance }) => provenance.isPrivate === true);
}

/** The evidence as it may be shown: without what customers wrote, unless that was asked for. */
export function shownEvidence(evidence: CellEvidence, { includeContent }: EvidenceOptions): CellEvidence {
  if (includeContent === true || !isPrivateCell(evidence)) return evidence;
  const { verdict, transcripts } = evidence;
  const withheld = withholdPrivate({ verdicts: [verdict], transcripts });
  return { ...evidence, verdict: withheld.verdicts[0] ?? verdict, transcripts: withheld.transcripts };
}

/**
 * Reads the evidence of a cell, named in any form of {@link readCellName}: from a run directory with `--run`, which knows its typed
 * targets and its own files, else from its fixture, replayed by our own client with the network fenced off. Throws UsageError for a
 * text that names no cell, and for a cell without a trial.
 */
export async function readCellEvidence(cell: string, options: EvidenceOptions): Promise<CellEvidence> {
  const named = readCellName(cell);
  const run = options.run === undefined ? null : runOf(options.run, options);
  const files = run === null ? options : { ...options, ...storedFiles(run), ...options.typed };
  const { catalog, scenarios } = await choose({ ...filesOf(files), scenario: [named.scenario] }, "replay");
  const ofRun = run === null ? null : targetNamed(named.target, storedTargets(catalog, run));
  const { baseUrl } = options;
  const chosen = { ...filesOf(files), target: [named.target], ...(baseUrl === undefined ? {} : { baseUrl }) };
  if (run !== null && ofRun === null) throw noTrial(named, run);
  const target = ofRun ?? (await choose(chosen, "replay")).targets[0];
  const [scenario] = scenarios;
  if (target === undefined || scenario === undefined) throw new UsageError(`"${cell}" is not a cell of the suite`);
  const transcripts =
    run === null ? await replayCell(target, scenario, options.fixtures) : trialsOfCell(run, target, scenario);
  if (run !== null && transcripts.length === 0) throw noTrial(named, run);
  const sequential = run === null ? undefined : storedRule(run);
  const [verdict] = judgeAll(transcripts, { targets: [target], scenarios: [scenario], sequential });
  if (verdict === undefined) throw new UsageError(`${cell}: there is no trial of it`);
  const remarks = remarksOn(
    catalog.suites.flatMap((suite) => suite.remarks),
    verdict,
  );
  const exchanges =
    run === null
      ? fixtureOfCell(fixturePath(options.fixtures, target, scenario.id))
      : run.exchangesOf({ target: target.id, scenario: scenario.id });
  const { file, entries } = exchanges ?? { file: null, entries: [] };
  return { named, target, scenario, verdict, transcripts, file, entries, run, files: filesOf(files), remarks };
}

function runOf(name: string, { runs, singleTrials }: EvidenceOptions): StoredRun {
  return singleTrials === true ? readRun(findRun(name, runs)) : readStoredRun(name, runs);
}

function noTrial({ target, scenario }: CellName, { transcripts }: StoredRun): UsageError {
  const cells = [...new Set(transcripts.map(({ cell: one }) => `${one.target}/${one.scenario}`))];
  const cell = `${target}/${scenario}`;
  return new UsageError(`${cell}: the run has no trial of it`, { hint: suggestion(cell, cells, "cells of the run") });
}

function filesOf({ scenarios, models, known, fixtures }: FileOptions): FileOptions {
  return { scenarios, models, known, fixtures };
}

/** The files that a run was made with; `{}`: a run of format version 1 does not keep them. */
function storedFiles({ facts }: StoredRun): Partial<FileOptions> {
  if (facts === null) return {};
  const stored = storedOptions(facts);
  const names = ["scenarios", "models", "known"] as const;
  return Object.fromEntries(names.flatMap((name) => (typeof stored[name] === "string" ? [[name, stored[name]]] : [])));
}

function fixtureOfCell(file: string): { readonly file: string; readonly entries: readonly HarEntry[] } | null {
  return existsSync(file) ? { file, entries: readHar(readFileSync(file, "utf8"), formatPath(file)).entries } : null;
}

async function replayCell(target: Target, scenario: Scenario, fixtures: string): Promise<readonly Transcript[]> {
  const { cases } = planRun({ scenarios: [scenario], targets: [target], trials: 1 });
  const openNetwork = fenceNetwork();
  try {
    const { signal } = new AbortController();
    return (await runReplay(cases, { fixtures, client: "http", makeTransport: transportOf, signal })).transcripts;
  } finally {
    openNetwork();
  }
}

function trialsOfCell(run: StoredRun, target: Target, scenario: Scenario): readonly Transcript[] {
  return run.transcripts.filter(({ cell }) => cell.target === target.id && cell.scenario === scenario.id);
}
