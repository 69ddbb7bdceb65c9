import { join } from "node:path";
import type { Client } from "../../src/chat/api.js";
import type { Target } from "../../src/chat/target.js";
import { Budget } from "../../src/runner/live/budget.js";
import { runLive } from "../../src/runner/live/run-live.js";
import type { PlannedCase } from "../../src/runner/plan.js";
import { fixturePath } from "../../src/runner/store/fixture-path.js";
import { fixtureOf, saveFixture } from "../../src/runner/store/save-fixture.js";
import { noRetries } from "../../src/runner/trial/retry-policy.js";
import { loadProfile } from "../../src/simulator/load-profiles.js";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/serve.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import type { Transcript } from "../../src/transcript/transcript.js";
import type { Exchange } from "../../src/wire/exchange.js";
import { createRedactor } from "../../src/wire/secrets/redact.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { createLiveTransport } from "../../src/wire/transport/live.js";
import { atEnd } from "./at-end.js";
import { testLimitMs } from "./limits.js";
import { root, scenarios } from "./repository.js";

const day = new Date("2026-02-10T00:00:00.000Z");

/** The offline providers with a shipped profile, in this process. */
export function simulatedExchange(profile: string): Exchange {
  const profiles = [loadProfile(join(root, `scenarios/profiles/${profile}.yaml`))];
  return createSimulator({ profiles, scenarios, seed: 1, now: () => day }).exchange;
}

/** Serves the offline providers with a shipped profile on a free loopback port, until the test or hook that started it ends. */
export function serveProfile(profile: string): Promise<ServedSimulator> {
  return serveExchange(simulatedExchange(profile));
}

/** Serves an exchange on a free loopback port, until the test or hook that started it ends. */
export async function serveExchange(exchange: Exchange): Promise<ServedSimulator> {
  const served = await serveSimulator(exchange, { port: 0, host: "127.0.0.1" });
  atEnd(served.close);
  return served;
}

/** Runs every case against a server over real HTTP, and writes the exchanges as fixtures. */
export async function recordRun(
  cases: readonly PlannedCase[],
  { url, client, fixtures }: { readonly url: string; readonly client: Client; readonly fixtures: string },
): Promise<readonly Transcript[]> {
  // A busy machine can take longer than the default to connect on loopback.
  const live = createLiveTransport({ environment: {}, connectTimeoutMs: testLimitMs });
  const origin = { source: "authored", recordedAt: null, after: "a test", note: null, endpoint: null } as const;
  try {
    return await runLive(cases, {
      exchange: live.exchange,
      client,
      makeTransport: (exchange) => transportOf(exchange),
      credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
      baseUrlFor: (target) => servedAt(url, target),
      source: "simulated",
      budget: new Budget({ maxCalls: null, maxCostUsd: null }),
      retry: noRetries,
      concurrency: 4,
      seed: 1,
      now: () => day,
      signal: new AbortController().signal,
      onTrial: async ({ scenario, target }, { transcript, taken }) => {
        const fixture = fixtureOf({ scenario, target, client }, [{ trial: transcript.trial, taken }], {
          ...origin,
          versions: {},
        });
        await saveFixture(fixturePath(fixtures, target, scenario.id), fixture, createRedactor([]));
      },
    });
  } finally {
    await live.close();
  }
}

/** The base URL of a target on another server: the target's path below `url`. */
export function servedAt(url: string, { baseUrl }: Target): string {
  return baseUrl === null ? url : `${url}${new URL(baseUrl).pathname}`;
}
