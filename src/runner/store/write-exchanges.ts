import { groupBy } from "../../chat/group-by.js";
import type { Target } from "../../chat/target.js";
import type { CellIdentity } from "../../transcript/transcript.js";
import type { HarFile } from "../../wire/har/har.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import { runOrigin } from "../describe-run.js";
import { fixturePath } from "./fixture-path.js";
import { type FixtureOrigin, fixtureOf, saveFixture } from "./save-fixture.js";
import type { StoredRun } from "./stored-run.js";
import { caseKey } from "./trial-key.js";

/** `targets`: those of the run. */
export type ExchangeWriting = {
  readonly folder: string;
  readonly targets: readonly Target[];
  readonly redactor: Redactor;
};

/**
 * Writes the exchanges of a run as fixtures below `folder`, one for each case that was asked, each whole or not at all. Resolves with
 * their files, in the order of the run. Throws SecretInFixtureError, and HarError where a stored exchange cannot be read.
 */
export async function writeExchanges(
  run: StoredRun,
  { folder, targets, redactor }: ExchangeWriting,
): Promise<readonly string[]> {
  const files: string[] = [];
  const cells = new Map(run.transcripts.map(({ cell }) => [caseKey(cell), cell]));
  for (const cell of cells.values()) {
    const target = targets.find(({ id }) => id === cell.target);
    const recording = target === undefined ? null : recordingOf(run, cell, target);
    if (target === undefined || recording === null || recording.entries.length === 0) continue;
    const file = fixturePath(folder, target, cell.scenario);
    await saveFixture(file, recording, redactor);
    files.push(file);
  }
  return files;
}

/** The exchanges of one cell of a run as a recording, not redacted again; without entries where no bytes were kept. */
export function recordingOf(run: StoredRun, cell: CellIdentity, target: Target): HarFile {
  const { scenario: id, scenarioVersion: version, client } = cell;
  const trials = groupBy(run.exchangesOf({ target: target.id, scenario: id })?.entries ?? [], ({ trial }) => trial);
  const taken = [...trials].map(([trial, entries]) => ({ trial, taken: entries }));
  return fixtureOf({ scenario: { id, version }, target, client }, taken, originOf(run));
}

function originOf({ facts, transcripts, startedAt, versions }: StoredRun): FixtureOrigin {
  const isLive = transcripts.some(({ provenance }) => provenance.source === "live");
  return runOrigin({ mode: facts?.mode ?? (isLive ? "live" : "simulator"), startedAt, versions });
}
