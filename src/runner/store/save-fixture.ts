import type { Client } from "../../chat/api.js";
import type { Target } from "../../chat/target.js";
import type { Scenario } from "../../scenario/scenario.js";
import { type HarEntry, type HarFile, type HarMeta, writeHar } from "../../wire/har/har.js";
import type { Redactor } from "../../wire/secrets/redact.js";
import type { TakenExchange } from "../trial/trial-wire.js";
import { writeAtomically } from "./atomic-write.js";
import { describeExchange } from "./describe-exchange.js";
import { refuseLeaks } from "./refuse-leaks.js";

/** Where the bytes of a fixture come from. `recordedAt`: null for authored ones; `after`: null for recorded ones. */
export type FixtureOrigin = Pick<HarMeta, "source" | "recordedAt" | "after" | "note" | "endpoint" | "versions">;

/**
 * The fixture of one case: every exchange of every trial, in order. When the origin of a recorded one names no endpoint, it
 * is taken from the first request.
 */
export function fixtureOf(
  {
    scenario,
    target,
    client,
  }: { readonly scenario: Pick<Scenario, "id" | "version">; readonly target: Target; readonly client: Client },
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
      endpoint: origin.endpoint ?? (origin.source === "recorded" ? askedAt(entries) : null),
      scenario: scenario.id,
      scenarioVersion: scenario.version,
      target: target.id,
      region: target.region,
    },
    entries,
  };
}

/** Redacts, scans and writes a fixture, whole or not at all. Rejects with SecretInFixtureError when a secret is left. */
export async function saveFixture(file: string, fixture: HarFile, redactor: Redactor): Promise<void> {
  await writeAtomically(file, fixtureText(file, fixture, redactor));
}

/** The text of a fixture, redacted and scanned. `file`: for messages. Throws SecretInFixtureError when a secret is left. */
export function fixtureText(file: string, fixture: HarFile, redactor: Redactor): string {
  const redacted = redactFixture(fixture, redactor);
  const text = writeHar(redacted, { describe: describeExchange });
  const spelled = redacted.entries.flatMap(({ exchange }) => redactor.spelled(exchange));
  refuseLeaks(file, [...redactor.leaks(text), ...spelled]);
  return text;
}

function redactFixture({ meta, entries }: HarFile, redactor: Redactor): HarFile {
  const clean = (text: string | null) => (text === null ? null : redactor.text(text));
  return {
    meta: { ...meta, endpoint: clean(meta.endpoint), note: clean(meta.note), after: clean(meta.after) },
    entries: entries.map((entry) => ({ ...entry, exchange: redactor.exchange(entry.exchange) })),
  };
}

function askedAt([first]: readonly HarEntry[]): string | null {
  const url = first?.exchange.request.url;
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : null;
}
