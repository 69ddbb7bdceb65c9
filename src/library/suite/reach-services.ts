import type { Target } from "../../chat/target.js";
import type { Plan, PlannedCase } from "../../runner/plan.js";
import { createRedactor } from "../../wire/secrets/redact.js";
import {
  findCredentials,
  nothingToAsk,
  type RedactedCredentials,
  redactedCredentials,
  simulatorCredentials,
} from "../credentials.js";
import { requireSimulator } from "../require-simulator.js";
import { type BlockedPlan, blockCases } from "./block-cases.js";

/** How the services of a plan are reached. */
export type Reach = BlockedPlan & RedactedCredentials;

export type ReachRequest = {
  readonly plan: Plan;
  readonly targets: readonly Target[];
  /** The URL of a simulator; null: the services themselves. */
  readonly simulator: string | null;
  readonly environment: NodeJS.ProcessEnv;
  /** True: nothing is left to ask, as in a run that goes on and is complete, so that nothing need be there. */
  readonly isComplete: () => boolean;
};

/**
 * Finds the credentials, and blocks the columns that have none; or tries the simulator. Throws UsageError where nothing that is left can be
 * asked.
 */
export async function reachServices(request: ReachRequest): Promise<Reach> {
  const { plan, targets, simulator, environment, isComplete } = request;
  if (simulator !== null) {
    if (plan.cases.some(isAsked)) await requireSimulator(simulator, environment).catch(unless(isComplete));
    return { cases: plan.cases, blocked: [], credentialsFor: simulatorCredentials, redactor: createRedactor([]) };
  }
  const { credentialsFor, missing } = await findCredentials(targets, environment);
  const lacking = new Set(missing.flatMap((one) => one.targets));
  const having = targets.filter((target) => !lacking.has(target));
  const redacted = await redactedCredentials(credentialsFor, having, environment);
  const blocked = blockCases(plan.cases, missing);
  if (missing.length === 0 || blocked.cases.some(isAsked)) return { ...blocked, ...redacted };
  unless(isComplete)(nothingToAsk(missing));
  return { cases: plan.cases, blocked: [], ...redacted };
}

/** Throws an error, unless the condition holds. */
function unless(isComplete: () => boolean): (error: unknown) => void {
  return (error) => {
    if (!isComplete()) throw error;
  };
}

function isAsked({ skip }: PlannedCase): boolean {
  return skip === null;
}
