import type { Estimate, Plan, PlannedCase } from "../../runner/plan.js";

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
  readonly total: Estimate;
  /** Targets without a dated price, which make `total.costUsd` a lower bound. */
  readonly unpriced: readonly string[];
};

/** A plan as data. */
export function planJson({ cases, total, unpriced }: Plan): SuitePlan {
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
  };
}
