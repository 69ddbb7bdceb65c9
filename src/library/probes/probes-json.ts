import type { ProbePlan } from "./plan-probes.js";
import type { ProbesJson } from "./probes-schema.js";
import type { ProbeRun } from "./run-probes.js";

/** The state of an assumption in outputs. What a simulator answers confirms nothing about a vendor, and says so. */
export function stateWord<State extends string>(state: State, mode: ProbeRun["mode"]): State | `${State} (simulated)` {
  return mode === "simulator" ? `${state} (simulated)` : state;
}

/** The plan of probes as JSON. */
export function planJson({ asks, costUsd, assumptions, moved }: ProbePlan): ProbesJson["plan"] {
  return {
    maxCostUsd: rounded(costUsd),
    moved: [...moved],
    requests: asks.map(({ ask, target, bound }) => ({
      name: ask.name,
      target: target.id,
      model: ask.body === null ? null : ask.model,
      maxInputTokens: bound.inputTokens,
      maxOutputTokens: bound.outputTokens,
      maxCostUsd: rounded(bound.costUsd),
      price: bound.price,
      settles: assumptions
        .filter(({ probe }) => probe.kind === "ask" && probe.asks.some(({ name }) => name === ask.name))
        .map(({ id }) => id),
    })),
  };
}

/** What probes showed, as `probes.json` and `doctor --probe --json` have it. */
export function probesJson(plan: ProbePlan, run: ProbeRun): ProbesJson {
  const { mode, startedAt, results, kept, missing, overspent } = run;
  return {
    schemaVersion: 1,
    mode,
    note: mode === "simulator" ? "SIMULATED: nothing here says anything about a vendor" : null,
    startedAt,
    plan: planJson(plan),
    missing: [...missing],
    overspent,
    assumptions: results.map(({ assumption, state, evidence, asked }) => ({
      id: assumption.id,
      vendor: assumption.vendor,
      statement: assumption.statement,
      state: stateWord(state, mode),
      evidence,
      requests: [...asked],
    })),
    requests: kept.map((one) => ({ ...one })),
  };
}

function rounded(usd: number): number {
  return Math.ceil(usd * 1_000_000) / 1_000_000;
}
