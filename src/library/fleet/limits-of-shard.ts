import { sumOfEstimates } from "../../runner/estimate.js";
import type { BudgetLimits } from "../../runner/live/budget.js";
import type { Plan, PlannedCase } from "../../runner/plan.js";
import { casesOfShard, type Shard, shardOfPlanned } from "../../runner/shard.js";

/**
 * The share of a shard in the limits of a plan: as much of them as its cases have in the calls and the money that the plan may cost. The
 * shares of all shards add up to the limits. `shard` null: all of them.
 */
export function limitsOfShard({ maxCalls, maxCostUsd }: BudgetLimits, plan: Plan, shard: Shard | null): BudgetLimits {
  if (shard === null) return { maxCalls, maxCostUsd };
  const calls = (cases: readonly PlannedCase[]) => planned(cases).calls;
  const money = (cases: readonly PlannedCase[]) => planned(cases).costUsd ?? 0;
  return {
    maxCalls: maxCalls === null ? null : wholeShare(maxCalls, { plan, shard, weigh: calls }),
    maxCostUsd: maxCostUsd === null ? null : share(maxCostUsd, { plan, shard, weigh: money }),
  };
}

type Sharing = {
  readonly plan: Plan;
  readonly shard: Shard;
  readonly weigh: (cases: readonly PlannedCase[]) => number;
};

function share(limit: number, { plan, shard, weigh }: Sharing): number {
  const all = weigh(plan.cases);
  return all === 0 ? 0 : (limit * weigh(casesOfShard(plan.cases, shard))) / all;
}

/** Rounded so that no call of the limit is given twice, and none is left over. */
function wholeShare(limit: number, { plan, shard: { index, of }, weigh }: Sharing): number {
  const all = weigh(plan.cases);
  const upTo = (last: number) => {
    const cases = plan.cases.filter((one) => shardOfPlanned(one, of) <= last);
    return all === 0 ? 0 : Math.floor((limit * weigh(cases)) / all);
  };
  return upTo(index) - upTo(index - 1);
}

function planned(cases: readonly PlannedCase[]) {
  return sumOfEstimates(cases.filter(({ skip }) => skip === null).map(({ estimate }) => estimate));
}
