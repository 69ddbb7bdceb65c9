import type { Estimate } from "../../../runner/estimate.js";
import type { BudgetLimits } from "../../../runner/live/budget.js";
import type { PlannedCase } from "../../../runner/plan.js";

/** A plan held against the limits of its run. */
export type BudgetFit = BudgetLimits & {
  /** True: every trial is asked, however long the replies are. */
  readonly fits: boolean;
  /** Trials that the plan needs: as expected, and at most. */
  readonly trials: { readonly expected: number; readonly most: number };
  /** Those that would be left out: of the expected ones with usual replies, and of the most with the longest. */
  readonly leftOut: { readonly expected: number; readonly most: number };
  /** Those of the most whose target has no dated price, and is therefore not asked within a limit of money. */
  readonly leftOutUnpriced: number;
};

/** `usual`: one trial with usual replies. `expectedTrials`: how many the case needs as expected. */
type EstimatedCase = {
  readonly planned: PlannedCase;
  readonly usual: Estimate;
  readonly most: Estimate;
  readonly expectedTrials: number;
};

type Lane = (one: EstimatedCase) => { readonly trials: number; readonly spent: TrialCost };

const expectedLane: Lane = ({ usual, expectedTrials }) => ({ trials: Math.ceil(expectedTrials), spent: usual });
const mostLane: Lane = ({ planned: { trials }, most }) => ({ trials, spent: perTrial(most, trials) });

/** What a trial costs, and what it reserves. `costUsd` null: unknown. */
type TrialCost = { readonly calls: number; readonly costUsd: number | null };

/**
 * Asks the plan on paper: round by round, each with one trial of every case, as a run does. A trial starts where what was spent and the most
 * that it may cost, retries included, stay within the limits; the first one for which they do not ends the run. Null: there is no limit.
 */
export function fitBudget(cases: readonly EstimatedCase[], limits: BudgetLimits, retries: number): BudgetFit | null {
  if (limits.maxCalls === null && limits.maxCostUsd === null) return null;
  const rows = cases.map((one) => ({ ...one, reserved: times(perTrial(one.most, one.planned.trials), 1 + retries) }));
  const unpriced = limits.maxCostUsd === null ? [] : cases.filter(({ most }) => most.costUsd === null);
  const [expected, most] = [onPaper(rows, limits, expectedLane), onPaper(rows, limits, mostLane)];
  return {
    ...limits,
    fits: most.left === 0,
    trials: { expected: expected.trials, most: most.trials },
    leftOut: { expected: expected.left, most: most.left },
    leftOutUnpriced: unpriced.reduce((sum, { planned }) => sum + planned.trials, 0),
  };
}

type ReservedCase = EstimatedCase & { readonly reserved: TrialCost };

function onPaper(cases: readonly ReservedCase[], { maxCalls, maxCostUsd }: BudgetLimits, lane: Lane) {
  const rows = cases.map((one) => ({ ...lane(one), reserved: one.reserved }));
  const rounds = Math.max(0, ...rows.map(({ trials }) => trials));
  let [calls, costUsd, left, hasEnded] = [0, 0, 0, false];
  for (let round = 1; round <= rounds; round += 1) {
    for (const { trials, spent, reserved } of rows) {
      if (trials < round) continue;
      const isPriced = maxCostUsd === null || reserved.costUsd !== null;
      const hasRoom =
        (maxCalls === null || calls + reserved.calls <= maxCalls) &&
        (maxCostUsd === null || costUsd + (reserved.costUsd ?? 0) <= maxCostUsd);
      // What has no price is not asked, and ends nothing.
      if (isPriced && !hasRoom) hasEnded = true;
      const isWithin = isPriced && !hasEnded;
      left += isWithin ? 0 : 1;
      calls += isWithin ? spent.calls : 0;
      costUsd += isWithin ? (spent.costUsd ?? 0) : 0;
    }
  }
  return { left, trials: rows.reduce((sum, { trials }) => sum + trials, 0) };
}

function times({ calls, costUsd }: TrialCost, by: number): TrialCost {
  return { calls: calls * by, costUsd: costUsd === null ? null : costUsd * by };
}

function perTrial({ calls, costUsd }: Estimate, trials: number): TrialCost {
  return { calls: calls / trials, costUsd: costUsd === null ? null : costUsd / trials };
}
