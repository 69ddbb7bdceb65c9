import type { ChatFailure } from "../../chat/failure.js";
import type { PlannedCase } from "../plan.js";
import type { RetryPolicy } from "../trial/retry-policy.js";
import type { TrialCost } from "./budget.js";

/** What one trial of a case costs at most, without retries. */
export function shareOf({ estimate, trials }: PlannedCase): TrialCost {
  const { calls, costUsd } = estimate;
  return { calls: calls / trials, costUsd: costUsd === null ? null : costUsd / trials };
}

/** What a trial may cost when every turn is asked as often as the policy allows. */
export function withRetries({ scenario: { steps } }: PlannedCase, cost: TrialCost, retry: RetryPolicy): TrialCost {
  const attempts = steps.reduce((sum, { id }) => sum + 1 + retry.retries(id), 0);
  const factor = attempts / Math.max(1, steps.length);
  return { calls: cost.calls * factor, costUsd: cost.costUsd === null ? null : cost.costUsd * factor };
}

/** What one call of a trial costs at most; null: not known. */
export function perCall({ calls, costUsd }: TrialCost): number | null {
  return costUsd === null ? null : costUsd / Math.max(1, calls);
}

/** A refusal before the reply began costs nothing. */
export function isFree(failure: ChatFailure | null): boolean {
  return failure?.phase === "local" || failure?.phase === "refused";
}
