import { estimateCase } from "../../../runner/estimate.js";
import type { PlannedCase } from "../../../runner/plan.js";
import { effectTrials } from "../../../verdict/effects/effect-trials.js";

/**
 * What a plan says of the cases that compare parameters. `needed`: trials of each that tell an ignored parameter from an honoured one.
 * `trials`: those that are planned.
 */
export type PlanComparisons = {
  readonly cases: number;
  readonly needed: number;
  readonly trials: { readonly expected: number; readonly most: number };
  readonly isEnough: boolean;
};

/** Null: no case compares parameters. `isUntilDecided`: a rule ends the trials of a case. */
export function planComparisons(cases: readonly PlannedCase[], isUntilDecided: boolean): PlanComparisons | null {
  const comparing = cases.filter(isComparing);
  if (comparing.length === 0) return null;
  const most = Math.max(...comparing.map(({ trials }) => trials));
  return {
    cases: comparing.length,
    needed: effectTrials.needed,
    trials: { expected: isUntilDecided ? Math.min(effectTrials.usual, most) : most, most },
    isEnough: most >= effectTrials.needed,
  };
}

export function isComparing({ scenario }: Pick<PlannedCase, "scenario">): boolean {
  return scenario.compare.length > 0;
}

/** A case whose trials end once its comparisons are decided: more than a certain number never do. */
export function untilCompared(planned: PlannedCase): PlannedCase {
  const trials = Math.min(planned.trials, effectTrials.most);
  if (!isComparing(planned) || trials === planned.trials) return planned;
  const { scenario, target } = planned;
  return { ...planned, trials, estimate: estimateCase({ scenario, target, trials, replies: "longest" }) };
}
