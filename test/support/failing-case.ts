import type { Target } from "../../src/chat/target.js";
import { caseSpace, type Explained, explainedCall } from "../../src/library/experiment/case-space.js";
import { Budget } from "../../src/runner/live/budget.js";
import { runLive } from "../../src/runner/live/run-live.js";
import { planRun } from "../../src/runner/plan.js";
import { noRetries } from "../../src/runner/trial/retry-policy.js";
import type { Scenario } from "../../src/scenario/scenario.js";
import type { MadeSpace } from "../../src/verdict/experiment/places/make-space.js";
import { judgeAll } from "../../src/verdict/judge-all.js";
import type { Exchange, WireResponse } from "../../src/wire/exchange.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { catalog, scenarios } from "./repository.js";

/** A failing cell of the simulator, ready for an experiment. */
export type FailingKimi = {
  readonly target: Target;
  readonly scenario: Scenario;
  readonly explained: Explained;
  readonly made: MadeSpace;
};

/** Kimi on Bedrock after a tool result, asked once of an exchange; every target can be asked, but those that `lacks` names. */
export async function failingKimi(exchange: Exchange, lacks: readonly string[] = []): Promise<FailingKimi> {
  const target = catalog.targets.find(({ id }) => id === "kimi-k2.5/bedrock/converse-stream");
  const scenario = scenarios.find(({ id }) => id === "response-after-tool");
  if (target === undefined || scenario === undefined) throw new Error("the shipped files have no such cell");
  const { cases } = planRun({ scenarios: [scenario], targets: [target], trials: 2 });
  const transcripts = await runLive(cases, {
    ...{ exchange, client: "http", source: "simulated", retry: noRetries, concurrency: 1, seed: 1 },
    makeTransport: (one) => transportOf(one),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: "simulated" }),
    baseUrlFor: () => null,
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    now: () => new Date("2026-11-29T00:00:00.000Z"),
    signal: new AbortController().signal,
    onTrial: () => Promise.resolve(),
  });
  const [verdict] = judgeAll(transcripts, { targets: [target], scenarios: [scenario] });
  if (verdict === undefined) throw new Error("there is no trial");
  const failing = { verdict, target, scenario, transcripts };
  const explained = explainedCall(failing);
  const made = await caseSpace(failing, explained, {
    ...{ catalog, mostTokens: 2000, regions: [] },
    lacks: ({ id }) => (lacks.includes(id) ? "it is left out" : null),
  });
  return { target, scenario, explained, made };
}

/** A whole JSON reply of a server. */
export function jsonResponse(status: number, body: unknown): WireResponse {
  async function* chunks() {
    yield Buffer.from(JSON.stringify(body));
  }
  return { status, headers: [["content-type", "application/json"]], chunks: chunks() };
}
