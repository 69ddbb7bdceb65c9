import type { Client } from "../../src/chat/api.js";
import type { Target } from "../../src/chat/target.js";
import type { CaseRequest } from "../../src/library/evidence/gather/gather-sources.js";
import { Budget } from "../../src/runner/live/budget.js";
import { runLive } from "../../src/runner/live/run-live.js";
import { planRun } from "../../src/runner/plan.js";
import { fixtureOf } from "../../src/runner/store/save-fixture.js";
import { noRetries, type RetryPolicy } from "../../src/runner/trial/retry-policy.js";
import type { TakenExchange } from "../../src/runner/trial/trial-wire.js";
import { asProfile } from "../../src/simulator/profile.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import type { CellIdentity, Transcript } from "../../src/transcript/transcript.js";
import { judgeAll } from "../../src/verdict/judge-all.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import type { Exchange } from "../../src/wire/exchange.js";
import type { HarFile } from "../../src/wire/har/har.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { catalog, scenarios } from "./repository.js";
import { servedAt } from "./simulated-run.js";

const day = new Date("2026-02-10T00:00:00.000Z");

export type AskedRun = {
  readonly targets: readonly string[];
  readonly scenarios: readonly string[];
  readonly exchange: Exchange;
  readonly client?: Client | "both";
  readonly trials?: number;
  readonly nonceSeed?: number;
  readonly retry?: RetryPolicy;
  /** Changes the targets of the catalog; default: as they are. */
  readonly change?: (target: Target) => Target;
};

/** What a run has, in memory: its verdicts, and what a bundle is gathered from. `ask`: for the cell that is named `scenario on target`. */
export type CaseRun = {
  readonly evidence: CaseRequest["evidence"];
  readonly recordingOf: (cell: CellIdentity) => HarFile;
  readonly verdictOf: (scenario: string, target: string) => Verdict;
  readonly ask: (scenario: string, target: string, change?: Partial<CaseRequest>) => CaseRequest;
};

/** A simulator whose models all have these faults. */
export function faultyExchange(faults: readonly object[]): Exchange {
  const models = [{ models: ["*"], family: "moonshot", faults } as never];
  const profiles = [asProfile({ name: "faulty", title: "Every model has these faults", models })];
  return createSimulator({ profiles, scenarios, seed: 1, now: () => day }).exchange;
}

/** Runs the cases in this process, as a live run does, and keeps the exchanges. */
export async function askedRun(options: AskedRun): Promise<CaseRun> {
  const { change = (target) => target, client = "http", trials = 1, nonceSeed } = options;
  const targets = catalog.targets.filter(({ id }) => options.targets.includes(id)).map(change);
  const asked = scenarios.filter(({ id }) => options.scenarios.includes(id));
  const kept: { readonly transcript: Transcript; readonly taken: readonly TakenExchange[] }[] = [];
  const transcripts = await runLive(planRun({ scenarios: asked, targets, trials }).cases, {
    exchange: options.exchange,
    client,
    makeTransport: (inner) => transportOf(inner),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
    baseUrlFor: (target) => servedAt("http://127.0.0.1", target),
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: options.retry ?? noRetries,
    concurrency: 1,
    seed: 1,
    ...(nonceSeed === undefined ? {} : { nonceSeed }),
    now: () => day,
    signal: new AbortController().signal,
    onTrial: (_, trial) => void kept.push(trial),
  });
  const verdicts = judgeAll(transcripts, { targets, scenarios: asked });
  const path = "runs/one";
  const run = {
    ...{
      path,
      startedAt: day.toISOString(),
      versions: {},
      sequential: null,
      dataset: null,
      facts: null,
      thinned: false,
    },
    ...{ transcripts, damage: [], exchangesOf: () => null },
  };
  const evidence = { verdicts, transcripts, scenarios: asked, targets, run: path };
  const recordingOf = (cell: CellIdentity): HarFile => {
    const target = targets.find(({ id }) => id === cell.target);
    if (target === undefined) throw new Error(`${cell.target} was not asked`);
    const own = kept
      .filter(({ transcript }) => transcript.cell.target === cell.target && transcript.cell.scenario === cell.scenario)
      .toSorted((a, b) => a.transcript.trial - b.transcript.trial)
      .map(({ transcript, taken }) => ({ trial: transcript.trial, taken }));
    const origin = { source: "authored", recordedAt: null, after: "a test", note: null, endpoint: null } as const;
    const of = { scenario: { id: cell.scenario, version: cell.scenarioVersion }, target, client: cell.client };
    return fixtureOf(of, own, { ...origin, versions: {} });
  };
  const verdictOf = (scenario: string, target: string): Verdict => {
    const found = verdicts.find(({ cell }) => cell.scenario === scenario && cell.target === target);
    if (found === undefined) throw new Error(`${scenario} on ${target} was not asked`);
    return found;
  };
  return {
    evidence,
    recordingOf,
    verdictOf,
    ask: (scenario, target, more = {}) => ({
      ...{ failing: verdictOf(scenario, target), evidence, working: null, run, sequential: null },
      ...{ runs: "none", recordingOf, program: "0.0.0", madeAt: day, ...more },
    }),
  };
}
