import { sumOfEstimates } from "../../runner/estimate.js";
import type { BudgetLimits } from "../../runner/live/budget.js";
import type { LaneLimits, PaceLimits } from "../../runner/pace/pace.js";
import { type Plan, type PlannedCase, planOf } from "../../runner/plan.js";
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

/**
 * The pace of a shard: of the requests a minute of a provider as much as the shard has of its calls, and of the quotas, which several providers may
 * draw from, an equal part. `shard` null: all of it.
 */
export function paceOfShard(limits: PaceLimits, plan: Plan, shard: Shard | null): PaceLimits {
  if (shard === null) return limits;
  const own = planOf(casesOfShard(plan.cases, shard));
  const lanes = Object.entries(limits.lanes).map(([provider, lane]) => {
    const part = callsOf(own, provider) / Math.max(1, callsOf(plan, provider));
    return [provider, part === 0 ? lane : partOfLane(lane, part)];
  });
  return { ...limits, lanes: Object.fromEntries(lanes), quotaShare: limits.quotaShare / shard.of };
}

function partOfLane({ requestsPerMinute, inFlight }: LaneLimits, part: number): LaneLimits {
  return {
    requestsPerMinute: requestsPerMinute === null ? null : requestsPerMinute * part,
    inFlight: inFlight === null ? null : Math.max(1, Math.floor(inFlight * part)),
  };
}

function callsOf({ cases }: Plan, provider: string): number {
  return planned(cases.filter(({ target }) => target.provider === provider)).calls;
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
