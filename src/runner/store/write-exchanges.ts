import type { Target } from "../../chat/target.js";
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
  const origin = originOf(run);
  const cells = new Map(run.transcripts.map(({ cell }) => [caseKey(cell), cell]));
  for (const { target: id, scenario, scenarioVersion: version, client } of cells.values()) {
    const target = targets.find((one) => one.id === id);
    const entries = run.exchangesOf({ target: id, scenario })?.entries ?? [];
    if (target === undefined || entries.length === 0) continue;
    const trials = [...new Set(entries.map(({ trial }) => trial))].map((trial) => ({
      trial,
      taken: entries.filter((entry) => entry.trial === trial),
    }));
    const file = fixturePath(folder, target, scenario);
    await saveFixture(
      file,
      fixtureOf({ scenario: { id: scenario, version }, target, client }, trials, origin),
      redactor,
    );
    files.push(file);
  }
  return files;
}

function originOf({ facts, transcripts, startedAt, versions }: StoredRun): FixtureOrigin {
  const isLive = transcripts.some(({ provenance }) => provenance.source === "live");
  return runOrigin({ mode: facts?.mode ?? (isLive ? "live" : "simulator"), startedAt, versions });
}
