import type { Client } from "../chat/api.js";
import type { Target } from "../chat/target.js";
import type { Scenario } from "../scenario/scenario.js";
import { type HarEntry, type HarFile, type HarMeta, writeHar } from "../wire/har.js";
import type { Redactor } from "../wire/redact.js";
import { writeAtomically } from "./atomic-write.js";
import { describeExchange } from "./describe-exchange.js";
import type { TakenExchange } from "./trial-wire.js";

/** A secret was still in a fixture after redaction: nothing was written. */
export class SecretInFixtureError extends Error {
  override name = "SecretInFixtureError" as const;
}

/** Where the bytes of a fixture come from; `recordedAt` for recorded ones, `after` for authored ones. */
export type FixtureOrigin = Pick<HarMeta, "source" | "recordedAt" | "after" | "note" | "endpoint" | "versions">;

/** The fixture of one case: every exchange of every trial, in order. */
export function fixtureOf(
  { scenario, target, client }: { readonly scenario: Scenario; readonly target: Target; readonly client: Client },
  trials: readonly { readonly trial: number; readonly taken: readonly TakenExchange[] }[],
  origin: FixtureOrigin,
): HarFile {
  const entries: HarEntry[] = trials.flatMap(({ trial, taken }) =>
    taken.map(({ exchange, step, attempt }) => ({ exchange, trial, step, attempt, client })),
  );
  return {
    meta: {
      formatVersion: 1,
      ...origin,
      scenario: scenario.id,
      scenarioVersion: scenario.version,
      target: target.id,
      region: target.region,
    },
    entries,
  };
}

/** Redacts, scans and writes a fixture, whole or not at all. */
export async function saveFixture(file: string, fixture: HarFile, redactor: Redactor): Promise<void> {
  const entries = fixture.entries.map((entry) => ({ ...entry, exchange: redactor.exchange(entry.exchange) }));
  const text = writeHar({ ...fixture, entries }, { describe: describeExchange });
  const leaks = redactor.leaks(text);
  if (leaks.length > 0) {
    throw new SecretInFixtureError(`${file}: not written, it would hold ${leaks.join(", ")}`);
  }
  await writeAtomically(file, text);
}
