import type { AgainArm } from "../../src/library/evidence/again/again-arm.js";
import type { RecheckSource } from "../../src/library/evidence/again/recheck-source.js";
import type { RecordedCell } from "../../src/library/evidence/again/recorded-side.js";
import { Budget } from "../../src/runner/live/budget.js";
import { runLive } from "../../src/runner/live/run-live.js";
import { planRun } from "../../src/runner/plan.js";
import { noRetries } from "../../src/runner/trial/retry-policy.js";
import { asProfile } from "../../src/simulator/profile.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import { judgeAll } from "../../src/verdict/judge-all.js";
import type { Exchange } from "../../src/wire/exchange.js";
import type { HarEntry } from "../../src/wire/har/har.js";
import { createRedactor } from "../../src/wire/secrets/redact.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { catalog, scenarios } from "./repository.js";

/** The failing scenario is answered by silence. */
export const silent = [{ fault: "silent", when: { scenario: "response-after-tool" } }];

/** The offline providers in this process; every model has these faults. */
export function faultyExchange(faults: readonly object[], seed = 1): Exchange {
  const profile = asProfile({
    name: "faulty",
    title: "t",
    models: [{ models: ["*"], family: "moonshot", faults } as never],
  });
  return createSimulator({ profiles: [profile], scenarios, seed, now: () => new Date("2026-02-10T00:00:00.000Z") })
    .exchange;
}

/** What a run recorded of two scenarios on a target: the first fails by silence, the second passes. */
export async function recordedSource(
  id: string,
  { trials = 10, faults = silent }: { readonly trials?: number; readonly faults?: readonly object[] } = {},
): Promise<Omit<RecheckSource, "previous">> {
  const failing = await recordedArm("failing", { id, scenario: "response-after-tool", trials, faults });
  const working = await recordedArm("working", { id, scenario: "response-after-native-id", trials, faults });
  return {
    mark: "SIMULATED",
    arms: { failing: failing.arm, working: working.arm },
    cells: { failing: failing.cell, working: working.cell, again: [] },
  };
}

type Recorded = { readonly arm: AgainArm; readonly cell: RecordedCell };

/** What a run recorded of one scenario: the first bad trial, or the first good one, shown at a step; default: `answer`. */
export async function recordedArm(
  name: AgainArm["name"],
  {
    id,
    scenario: scenarioId,
    trials,
    faults,
    step = "answer",
  }: { id: string; scenario: string; trials: number; faults: readonly object[]; step?: string },
): Promise<Recorded> {
  const target = catalog.targets.find((one) => one.id === id);
  const scenario = scenarios.find((one) => one.id === scenarioId);
  if (target === undefined || scenario === undefined) throw new Error(`there is no ${id} or ${scenarioId}`);
  const { cases } = planRun({ scenarios: [scenario], targets: [target], trials });
  const redactor = createRedactor([]);
  const entries: HarEntry[] = [];
  const transcripts = await runLive(cases, {
    exchange: faultyExchange(faults),
    client: "sdk",
    makeTransport: (exchange) => transportOf(exchange),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
    baseUrlFor: () => null,
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: noRetries,
    concurrency: 1,
    seed: 1,
    now: () => new Date("2026-02-10T00:00:00.000Z"),
    signal: new AbortController().signal,
    onTrial: (_, { transcript, taken }) => {
      for (const { exchange, step, attempt } of taken) {
        entries.push({ exchange: redactor.exchange(exchange), trial: transcript.trial, step, attempt, client: "sdk" });
      }
    },
  });
  const [verdict] = judgeAll(transcripts, { targets: [target], scenarios: [scenario] });
  const shown = verdict?.judged.find(({ outcome }) => outcome === (name === "failing" ? "bad" : "ok"))?.trial;
  const transcript = transcripts.find(({ trial }) => trial === shown);
  const exchange = entries.find((entry) => entry.trial === shown && entry.step === step)?.exchange;
  if (verdict === undefined || transcript === undefined || exchange === undefined) throw new Error(`no ${name} trial`);
  return {
    arm: { name, target, scenario, transcript, step, exchange },
    cell: { judged: verdict.judged, entries },
  };
}
