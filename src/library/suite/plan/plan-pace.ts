import { groupBy } from "../../../chat/group-by.js";
import type { Estimate } from "../../../runner/estimate.js";
import type { RunPace } from "../../../runner/pace/limits-of.js";
import type { PlannedCase } from "../../../runner/plan.js";

/** Two amounts: as expected, and at most. */
export type Range = { readonly expected: number; readonly most: number };

/** The calls of one provider, and the minutes that they take at its pace. `requestsPerMinute` null: no limit. `inFlight`: calls under way at once. */
export type PlanLane = {
  readonly provider: string;
  readonly calls: Range;
  readonly requestsPerMinute: number | null;
  readonly inFlight: number;
  readonly minutes: Range;
};

/**
 * What a plan draws from one quota. `tokens`: that it counts. `minutes`: until the share of the quota has room for them; null: it has no
 * tokens a minute. `ofDay`: how many times the share of its tokens a day; null: it has none.
 */
export type PlanQuota = {
  readonly quota: string;
  readonly calls: Range;
  readonly tokens: Range;
  readonly minutes: Range | null;
  readonly ofDay: Range | null;
};

/** How long a plan takes at its pace. `minutes`: of the slowest provider; they are asked at the same time. */
export type PlanPace = {
  readonly minutes: Range;
  readonly quotaShare: number;
  readonly lanes: readonly PlanLane[];
  readonly quotas: readonly PlanQuota[];
};

/** A case of a plan with its estimates, see `summarisePlan`. */
type PacedCase = { readonly planned: PlannedCase; readonly expected: Estimate; readonly most: Estimate };

/** How long a call is taken to last, in plans only. */
export const secondsOfACall = 6;

const usualInFlight = 4;

/** The time that cases take at a pace. `concurrency`: trials at once; null: as `models.yaml` says, else four. */
export function planPace(cases: readonly PacedCase[], pace: RunPace, concurrency: number | null): PlanPace {
  const quotas = Object.keys(pace.limits.quotas).flatMap((name) => {
    const drawing = cases.filter(({ planned }) => pace.drawOf(planned.target).quotas.includes(name));
    return drawing.length === 0 ? [] : [quotaOf(name, drawing, pace)];
  });
  const lanes = [...groupBy(cases, ({ planned }) => planned.target.provider)].map(([provider, those]) => {
    const drawn = new Set(those.flatMap(({ planned }) => pace.drawOf(planned.target).quotas));
    const waits = quotas.filter(({ quota }) => drawn.has(quota)).flatMap(({ minutes }) => minutes ?? []);
    return laneOf(provider, those, { pace, concurrency, waits });
  });
  return { minutes: longest(lanes.map(({ minutes }) => minutes)), quotaShare: pace.limits.quotaShare, lanes, quotas };
}

function quotaOf(quota: string, cases: readonly PacedCase[], { limits, drawOf }: RunPace): PlanQuota {
  const { tokensPerMinute = null, tokensPerDay = null } = limits.quotas[quota] ?? {};
  const tokens = rangeOf(
    cases.map(({ planned, expected, most }) => {
      const { givesBack, replyTokens } = drawOf(planned.target);
      const reserved = most.inputTokens + most.outputTokens;
      const share = most.calls === 0 ? 0 : expected.calls / most.calls;
      const used = expected.inputTokens + expected.outputTokens * replyTokens;
      return { expected: Math.ceil(givesBack ? used : reserved * share), most: reserved };
    }),
  );
  const inShares = (of: number | null): Range | null =>
    of === null ? null : byFactor(tokens, 1 / (of * limits.quotaShare));
  return { quota, calls: callsOf(cases), tokens, minutes: inShares(tokensPerMinute), ofDay: inShares(tokensPerDay) };
}

function laneOf(
  provider: string,
  cases: readonly PacedCase[],
  { pace, concurrency, waits }: Waits & { readonly pace: RunPace; readonly concurrency: number | null },
): PlanLane {
  const { requestsPerMinute = null, inFlight = null } = pace.limits.lanes[provider] ?? {};
  const width = Math.min(concurrency ?? inFlight ?? usualInFlight, inFlight ?? Number.POSITIVE_INFINITY);
  const calls = callsOf(cases);
  const minutes = longest([
    byFactor(calls, secondsOfACall / 60 / width),
    ...(requestsPerMinute === null ? [] : [byFactor(calls, 1 / requestsPerMinute)]),
    ...waits,
  ]);
  return { provider, calls, requestsPerMinute, inFlight: width, minutes };
}

type Waits = { readonly waits: readonly Range[] };

function callsOf(cases: readonly PacedCase[]): Range {
  return rangeOf(cases.map(({ expected, most }) => ({ expected: expected.calls, most: most.calls })));
}

function rangeOf(ranges: readonly Range[]): Range {
  return {
    expected: ranges.reduce((sum, { expected }) => sum + expected, 0),
    most: ranges.reduce((sum, { most }) => sum + most, 0),
  };
}

function byFactor({ expected, most }: Range, factor: number): Range {
  return { expected: expected * factor, most: most * factor };
}

function longest(ranges: readonly Range[]): Range {
  return {
    expected: Math.max(0, ...ranges.map(({ expected }) => expected)),
    most: Math.max(0, ...ranges.map(({ most }) => most)),
  };
}
