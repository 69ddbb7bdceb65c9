import { type Estimate, estimateCase, sumOfEstimates } from "../../../runner/estimate.js";
import type { BudgetLimits } from "../../../runner/live/budget.js";
import type { RunPace } from "../../../runner/pace/limits-of.js";
import type { Plan, PlannedCase } from "../../../runner/plan.js";
import { plannedBytes } from "../../../runner/store/planned-space.js";
import { effectTrials } from "../../../verdict/effects/effect-trials.js";
import { gateSizes } from "../../../verdict/regression/gate-kinds.js";
import type { GateKind } from "../../../verdict/regression/gate-result.js";
import { expectedTrials } from "../../../verdict/statistics/expected-trials.js";
import type { SequentialRule } from "../../../verdict/statistics/sequential-test.js";
import type { MissingCredential } from "../../credentials.js";
import { type BudgetFit, fitBudget } from "./fit-budget.js";
import { isComparing, type PlanComparisons, planComparisons, untilCompared } from "./plan-comparisons.js";
import { type PlanPace, planPace } from "./plan-pace.js";

/**
 * Two estimates. `expected`: with usual replies, with `--trials auto` for cells that pass, and with a gate for a night without a change;
 * `most`: the upper bound, with a gate as if every cell were a suspect.
 */
export type Estimates = { readonly expected: Estimate; readonly most: Estimate };

/** One column of a plan: what is asked of one target. `notAsked`: cases that it does not support. */
export type PlanColumn = Estimates & {
  readonly target: string;
  readonly model: string;
  readonly cases: number;
  readonly notAsked: number;
};

/** A plan, added up. */
export type PlanSummary = {
  /** Trials of each case that is asked. */
  readonly trialsOfACase: { readonly expected: number; readonly most: number };
  readonly columns: readonly PlanColumn[];
  /** The cases that compare parameters; absent: none does. */
  readonly comparisons?: PlanComparisons;
  readonly total: Estimates;
  /** The plan against the limits of the run; null: it has none. */
  readonly budget: BudgetFit | null;
  readonly pace: PlanPace;
  /** About how much evidence it leaves, as expected and at most. */
  readonly bytes: { readonly expected: number; readonly most: number };
  /** Columns that would not be asked, for want of credentials; they are in the numbers all the same. `targets`: their ids. */
  readonly blocked: readonly { readonly reason: string; readonly targets: readonly string[] }[];
};

/**
 * `retries`: of a call at most; default: 0. `sequential`: the rule that ends the trials of a case, `gate`: the one whose suspects alone get
 * them all; without both, their number is fixed.
 * `concurrency`: trials at once; absent: as `models.yaml` says, else four. `missing`: credentials that are missing; default: none.
 */
export type SummaryOptions = {
  readonly limits: BudgetLimits;
  readonly pace: RunPace;
  readonly concurrency?: number;
  readonly missing?: readonly MissingCredential[];
  readonly retries?: number;
  readonly sequential?: SequentialRule;
  readonly gate?: GateKind;
};

/** Adds up a plan by target, in the order of the plan. */
export function summarisePlan({ cases: planned }: Plan, options: SummaryOptions): PlanSummary {
  const isUntilDecided = options.sequential !== undefined;
  const cases = isUntilDecided ? planned.map(untilCompared) : planned;
  const { limits, retries = 0, missing = [] } = options;
  const mean = meanTrials(options);
  const asked = cases
    .filter(({ skip }) => skip === null)
    .map((planned) => ({
      planned,
      ...estimatesOf(planned, isUntilDecided && isComparing(planned) ? effectTrials.usual : mean),
    }));
  const total = sumOf(asked);
  const comparisons = planComparisons(
    asked.map((one) => one.planned),
    isUntilDecided,
  );
  const ids = new Map(cases.map(({ target }) => [target.id, target]));
  return {
    trialsOfACase: trialsOfACase(asked),
    columns: [...ids.values()].map(({ id, model }) => {
      const own = asked.filter(({ planned }) => planned.target.id === id);
      const all = cases.filter(({ target }) => target.id === id).length;
      return { target: id, model, cases: own.length, notAsked: all - own.length, ...sumOf(own) };
    }),
    ...(comparisons === null ? {} : { comparisons }),
    total,
    budget: fitBudget(asked, limits, retries),
    pace: planPace(asked, options.pace, options.concurrency ?? null),
    bytes: { expected: plannedBytes(total.expected), most: plannedBytes(total.most) },
    blocked: missing.map(({ text, targets }) => ({ reason: text, targets: targets.map(({ id }) => id) })),
  };
}

/** Of the cases that compare no parameter, if there are any: the others have a line of their own. */
function trialsOfACase(
  asked: readonly { readonly planned: PlannedCase; readonly expectedTrials: number }[],
): PlanSummary["trialsOfACase"] {
  const plain = asked.filter(({ planned }) => !isComparing(planned));
  const cases = plain.length > 0 ? plain : asked;
  return {
    expected: Math.max(0, ...cases.map(({ expectedTrials }) => expectedTrials)),
    most: Math.max(0, ...cases.map(({ planned }) => planned.trials)),
  };
}

/** The expected number of trials of a case; null: it is that of the plan. */
function meanTrials({ sequential, gate }: SummaryOptions): number | null {
  if (gate !== undefined) return gateSizes[gate].usualTrials;
  return sequential === undefined ? null : expectedTrials(sequential.acceptable, sequential);
}

/** `mean`: the expected number of trials; null: it is that of the plan. */
function estimatesOf(
  { scenario, target, trials, estimate }: PlannedCase,
  mean: number | null,
): Estimates & { readonly usual: Estimate; readonly expectedTrials: number } {
  const usual = estimateCase({ scenario, target, trials: 1, replies: "usual" });
  const expected = mean === null ? trials : Math.min(mean, trials);
  return { usual, expectedTrials: expected, expected: times(usual, expected), most: estimate };
}

function times({ calls, inputTokens, outputTokens, costUsd }: Estimate, by: number): Estimate {
  return {
    calls: Math.ceil(calls * by),
    inputTokens: Math.ceil(inputTokens * by),
    outputTokens: Math.ceil(outputTokens * by),
    costUsd: costUsd === null ? null : costUsd * by,
  };
}

function sumOf(estimates: readonly Estimates[]): Estimates {
  return {
    expected: sumOfEstimates(estimates.map(({ expected }) => expected)),
    most: sumOfEstimates(estimates.map(({ most }) => most)),
  };
}
