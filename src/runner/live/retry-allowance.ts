import type { PlannedCase } from "../plan.js";

/** Of the planned calls of a column, one in so many may be a retry. */
const callsForARetry = 5;

/**
 * Counts the retries of each column: at most a fifth of its planned calls, so that a column that never answers costs at most 1.2 times its
 * plan; one of fewer than five calls has the retries of one turn. Returns whether one more may be made, and counts it.
 */
export function retryAllowance(
  cases: readonly PlannedCase[],
  retriesOfATurn: number,
): (planned: PlannedCase) => boolean {
  const left = new Map<string, number>();
  for (const { target, estimate, skip } of cases) {
    if (skip === null) left.set(target.id, (left.get(target.id) ?? 0) + estimate.calls);
  }
  for (const [target, calls] of left) {
    left.set(target, calls < callsForARetry ? retriesOfATurn : Math.floor(calls / callsForARetry));
  }
  return ({ target: { id } }) => {
    const one = left.get(id) ?? 0;
    if (one > 0) left.set(id, one - 1);
    return one > 0;
  };
}
