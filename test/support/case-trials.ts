import { Budget } from "../../src/runner/live/budget.js";
import type { LiveTrial } from "../../src/runner/live/live-options.js";
import { runLive } from "../../src/runner/live/run-live.js";
import { planRun } from "../../src/runner/plan.js";
import { noRetries } from "../../src/runner/trial/retry-policy.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { catalog, scenarios } from "./repository.js";
import { simulatedExchange } from "./simulated-run.js";

export const askedKey = "sk-or-v1-CANARY0123456789abcdef";
export const askedCase = { scenario: "basic-chat", target: "kimi-k2.5/openrouter/chat-completions" };

/** The trials of {@link askedCase}, asked of the simulator with {@link askedKey}, each with one exchange. */
export async function trialsOfCase(trials: number): Promise<readonly LiveTrial[]> {
  const made: LiveTrial[] = [];
  const { cases } = planRun({
    scenarios: scenarios.filter(({ id }) => id === askedCase.scenario),
    targets: catalog.targets.filter(({ id }) => id === askedCase.target),
    trials,
  });
  await runLive(cases, {
    exchange: simulatedExchange("default"),
    client: "http",
    makeTransport: (exchange) => transportOf(exchange),
    credentialsFor: () => Promise.resolve({ kind: "bearer", token: askedKey }),
    baseUrlFor: () => null,
    source: "simulated",
    budget: new Budget({ maxCalls: null, maxCostUsd: null }),
    retry: noRetries,
    concurrency: 1,
    seed: 1,
    now: () => new Date("2026-02-10T00:00:00.000Z"),
    signal: new AbortController().signal,
    onTrial: (_, trial) => void made.push(trial),
  });
  return made;
}
