import { fixturePath } from "../runner/fixture-path.js";
import type { PlannedCase } from "../runner/plan.js";
import type { LiveTrial } from "../runner/run-live.js";
import { type FixtureOrigin, fixtureOf, saveFixture } from "../runner/save-fixture.js";
import type { Redactor } from "../wire/redact.js";
import { say } from "./say.js";
import { shown } from "./shared-options.js";

/** Writes one fixture for every case that was asked, replacing what lay there. */
export async function recordFixtures(
  finished: readonly { readonly planned: PlannedCase; readonly trial: LiveTrial }[],
  {
    folder,
    origin,
    redactor,
  }: { readonly folder: string; readonly origin: FixtureOrigin; readonly redactor: Redactor },
): Promise<void> {
  for (const [planned, trials] of byCase(finished)) {
    const { scenario, target } = planned;
    const client = trials[0]?.transcript.cell.client;
    const taken = trials
      .map((one) => ({ trial: one.transcript.trial, taken: one.taken }))
      .filter((one) => one.taken.length > 0);
    if (client === undefined || taken.length === 0) continue;
    const file = fixturePath(folder, target, scenario.id);
    await saveFixture(file, fixtureOf({ scenario, target, client }, taken, origin), redactor);
    say(`recorded ${shown(file)}`);
  }
}

function byCase(
  finished: readonly { readonly planned: PlannedCase; readonly trial: LiveTrial }[],
): ReadonlyMap<PlannedCase, readonly LiveTrial[]> {
  const cases = new Map<PlannedCase, LiveTrial[]>();
  for (const { planned, trial } of finished) cases.set(planned, [...(cases.get(planned) ?? []), trial]);
  for (const trials of cases.values()) trials.sort((a, b) => a.transcript.trial - b.transcript.trial);
  return cases;
}
