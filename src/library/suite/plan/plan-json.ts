import type { Estimate } from "../../../runner/estimate.js";
import type { Plan, PlannedCase } from "../../../runner/plan.js";
import { type PlanSummary, type SummaryOptions, summarisePlan } from "./plan-summary.js";

/** What a run would ask, and what it may cost at most. */
export type SuitePlan = {
  readonly schemaVersion: 1;
  readonly cases: readonly {
    readonly scenario: string;
    readonly target: string;
    readonly trials: number;
    /** Why the case would not be asked; null: it would. */
    readonly skip: PlannedCase["skip"];
    readonly estimate: Estimate;
  }[];
  /** At most. */
  readonly total: Estimate;
  /** Targets without a dated price, which make `total.costUsd` a lower bound. */
  readonly unpriced: readonly string[];
  /** With usual replies, and with `--trials auto` for cells that pass. */
  readonly expected: Estimate;
} & Pick<PlanSummary, "trialsOfACase" | "comparisons" | "columns" | "budget" | "pace" | "bytes" | "blocked">;

/** A plan as data. */
export function planJson(plan: Plan, options: SummaryOptions): SuitePlan {
  const { cases, total, unpriced } = plan;
  const { total: totals, ...summary } = summarisePlan(plan, options);
  return {
    schemaVersion: 1,
    cases: cases.map(({ scenario, target, trials, skip, estimate }) => ({
      scenario: scenario.id,
      target: target.id,
      trials,
      skip,
      estimate,
    })),
    total,
    unpriced,
    expected: totals.expected,
    ...summary,
  };
}
