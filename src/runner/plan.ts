import type { Message } from "../chat/message.js";
import type { ChatRequest } from "../chat/request.js";
import type { Target } from "../chat/target.js";
import type { Scenario } from "../scenario/scenario.js";
import { unscriptedRequest } from "../scenario/unscripted.js";
import { missingCapability } from "./missing-capability.js";
import { openingMessages } from "./trial/build-request.js";

/** One case of a run: a scenario on a target. `skip`: why it is not asked (a plan knows no credentials); null: it is. */
export type PlannedCase = {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly trials: number;
  /** A whole request that is sent unchanged except for the model; absent: the scenario decides what is sent. */
  readonly request?: ChatRequest;
  readonly skip: { readonly kind: "unsupported" | "credentials"; readonly reason: string } | null;
  readonly estimate: Estimate;
};

/**
 * The maximum cost of a case: one call per step and trial, the prompt at four characters per token, the reply at the
 * scenario's token limit. `costUsd` null: the target has no dated price.
 */
export type Estimate = {
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
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

function planOf(cases: readonly PlannedCase[]): Plan {
  const asked = cases.filter(({ skip }) => skip === null);
  const unpriced = [...new Set(asked.filter((one) => one.estimate.costUsd === null).map((one) => one.target.id))];
  return { cases, total: sumOf(asked.map(({ estimate }) => estimate)), unpriced };
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

/** Characters per token, for estimates only. */
const charactersPerToken = 4;

/** Tokens assumed for a reply when the scenario sends no limit. */
const tokensWithoutLimit = 4096;

function planCase(scenario: Scenario, target: Target, trials: number): PlannedCase {
  const missing = missingCapability(scenario, target);
  return {
    scenario,
    target,
    trials,
    skip: missing === null ? null : { kind: "unsupported", reason: missing },
    estimate: estimateCase(scenario, target, trials),
  };
}

function estimateCase(scenario: Scenario, target: Target, trials: number): Estimate {
  const calls = scenario.steps.length * trials;
  const opening = charactersOf(openingMessages(scenario)) + JSON.stringify(scenario.tools).length;
  const reply = scenario.settings.maxOutputTokens ?? tokensWithoutLimit;
  const inputTokens = Math.ceil((opening / charactersPerToken) * calls);
  const outputTokens = reply * calls;
  const { price } = target;
  const costUsd =
    price === null ? null : (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1_000_000;
  return { calls, inputTokens, outputTokens, costUsd };
}

function charactersOf(messages: readonly Message[]): number {
  return JSON.stringify(messages).length;
}

function sumOf(estimates: readonly Estimate[]): Estimate {
  const priced = estimates.map(({ costUsd }) => costUsd).filter((cost): cost is number => cost !== null);
  return {
    calls: total(estimates.map(({ calls }) => calls)),
    inputTokens: total(estimates.map(({ inputTokens }) => inputTokens)),
    outputTokens: total(estimates.map(({ outputTokens }) => outputTokens)),
    costUsd: priced.length === 0 ? null : total(priced),
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
