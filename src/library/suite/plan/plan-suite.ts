import { runPace } from "../../../runner/pace/limits-of.js";
import { type Plan, planRun } from "../../../runner/plan.js";
import { type Choice, choose, requireLive } from "../../choose.js";
import { findCredentials } from "../../credentials.js";
import { usualQuotaShare } from "../quota-share.js";
import { resolveSampling, type Sampling } from "../resolve-sampling.js";
import { type AskOptions, type PlanOptions, withFiles } from "../suite-options.js";
import { planJson, type SuitePlan } from "./plan-json.js";
import type { SummaryOptions } from "./plan-summary.js";

/** What would be asked, and what it may cost at most. Asks nothing. */
export async function planSuite(options: PlanOptions): Promise<SuitePlan> {
  const { choice, plan, sequential } = await planAsking(options);
  return planJson(plan, {
    ...(await summaryOptions(choice, options, options.environment ?? process.env)),
    ...(sequential === undefined ? {} : { sequential }),
  });
}

/**
 * What a plan is held against. Looks for credentials where a run would, so that the columns without them can be named; not where a simulator
 * would be asked.
 */
export async function summaryOptions(
  { catalog, targets }: Choice,
  options: Pick<PlanOptions, "maxCalls" | "maxCost" | "retries" | "concurrency" | "quotaShare"> & {
    readonly simulator?: string;
  },
  environment: NodeJS.ProcessEnv,
): Promise<SummaryOptions> {
  const { simulator, concurrency, quotaShare = usualQuotaShare, retries = 0 } = options;
  return {
    limits: { maxCalls: options.maxCalls ?? null, maxCostUsd: options.maxCost ?? null },
    pace: runPace(catalog.providers, quotaShare),
    retries,
    ...(concurrency === undefined ? {} : { concurrency }),
    missing: simulator === undefined ? (await findCredentials(targets, environment)).missing : [],
  };
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
