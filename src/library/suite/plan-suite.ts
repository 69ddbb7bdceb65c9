import { type Plan, planRun } from "../../runner/plan.js";
import { type Choice, choose, requireLive } from "../choose.js";
import { planJson, type SuitePlan } from "./plan-json.js";
import { resolveSampling, type Sampling } from "./resolve-sampling.js";
import { type AskOptions, type PlanOptions, withFiles } from "./suite-options.js";

/** What would be asked, and what it may cost at most. Asks nothing. */
export async function planSuite(options: PlanOptions): Promise<SuitePlan> {
  const { plan, sequential } = await planAsking(options);
  const limits = { maxCalls: options.maxCalls ?? null, maxCostUsd: options.maxCost ?? null };
  return planJson(plan, { limits, retries: options.retries ?? 0, ...(sequential === undefined ? {} : { sequential }) });
}

type Asking = Sampling & { readonly choice: Choice; readonly plan: Plan };

/** Chooses the cells of a run that asks. Rejects with UsageError for a suite that can only be replayed. */
export async function planAsking(options: PlanOptions & Pick<AskOptions, "simulator">): Promise<Asking> {
  const choice = await choose(withFiles(options), "live", options.environment);
  if (options.simulator === undefined) requireLive(choice);
  const { trials = 1, maxTrials = 200, acceptableRate = 0.02, unacceptableRate = 0.1, confidence = 0.95 } = options;
  const sampling = resolveSampling({ trials, maxTrials, acceptableRate, unacceptableRate, confidence });
  const plan = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials: sampling.trials });
  return { ...sampling, choice, plan };
}
