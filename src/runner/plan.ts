import type { ChatRequest } from "../chat/request.js";
import type { Target } from "../chat/target.js";
import type { Scenario } from "../scenario/scenario.js";
import { unscriptedRequest } from "../scenario/unscripted.js";
import { type Estimate, estimateCase, sumOfEstimates } from "./estimate.js";
import { missingCapability } from "./missing-capability.js";

/** One case of a run: a scenario on a target. `skip`: why it is not asked (a plan knows no credentials); null: it is. */
export type PlannedCase = {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly trials: number;
  /** A whole request that is sent unchanged except for the model; absent: the scenario decides what is sent. */
  readonly request?: ChatRequest;
  readonly skip: { readonly kind: "unsupported" | "credentials"; readonly reason: string } | null;
  /** What it costs at most, with the longest replies. */
  readonly estimate: Estimate;
};

export type Plan = {
  readonly cases: readonly PlannedCase[];
  readonly total: Estimate;
  /** Targets without a price, which make `total.costUsd` a lower bound. */
  readonly unpriced: readonly string[];
};

/** Plans every scenario on every target, in the order given. Pure: sends and reads nothing. */
export function planRun({
  scenarios,
  targets,
  trials,
}: {
  readonly scenarios: readonly Scenario[];
  readonly targets: readonly Target[];
  readonly trials: number;
}): Plan {
  return planOf(targets.flatMap((target) => scenarios.map((scenario) => planCase(scenario, target, trials))));
}

/** The plan of these cases. */
export function planOf(cases: readonly PlannedCase[]): Plan {
  const asked = cases.filter(({ skip }) => skip === null);
  const unpriced = [...new Set(asked.filter((one) => one.estimate.costUsd === null).map((one) => one.target.id))];
  return { cases, total: sumOfEstimates(asked.map(({ estimate }) => estimate)), unpriced };
}

/** Plans every sample of a data set on every target, each a whole request asked once. */
export function planSamples(
  samples: readonly { readonly id: string; readonly request: ChatRequest }[],
  targets: readonly Target[],
): Plan {
  const cases = targets.flatMap((target) =>
    samples.map(({ id, request }) => ({ ...planCase(unscriptedRequest(id, request), target, 1), request })),
  );
  return planOf(cases);
}

function planCase(scenario: Scenario, target: Target, trials: number): PlannedCase {
  const missing = missingCapability(scenario, target);
  return {
    scenario,
    target,
    trials,
    skip: missing === null ? null : { kind: "unsupported", reason: missing },
    estimate: estimateCase({ scenario, target, trials, replies: "longest" }),
  };
}
