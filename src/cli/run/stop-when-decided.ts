import type { PlannedCase } from "../../runner/plan.js";
import type { Transcript } from "../../transcript/transcript.js";
import { judgeTrial } from "../../verdict/judge-trial.js";
import { type SequentialRule, sequentialTest } from "../../verdict/statistics/sequential-test.js";
import type { TrialVerdict } from "../../verdict/verdict.js";

/** Says which cases need no further trial. */
export type StopRule = {
  readonly add: (planned: PlannedCase, transcript: Transcript) => void;
  readonly isSettled: (planned: PlannedCase) => boolean;
};

type Outcome = TrialVerdict["outcome"];

/** This many trials that are no evidence, and none that is: the account or the route will not change by asking on. */
const hopeless = 3;

/**
 * Settles a case once the sequential test has decided by its trials in their order, or once its first trials were all
 * excluded. Trials that finish out of order wait for those before them, so that nothing depends on who was fast.
 */
export function stopWhenDecided(rule: SequentialRule): StopRule {
  const finished = new Map<string, Map<number, Outcome>>();
  return {
    add: (planned, transcript) => {
      const { scenario, target } = planned;
      const { outcome } = judgeTrial(transcript, scenario, target.capabilities, { upstreamName: target.upstreamName });
      const outcomes = finished.get(keyOf(planned)) ?? new Map<number, Outcome>();
      finished.set(keyOf(planned), outcomes.set(transcript.trial, outcome));
    },
    isSettled: (planned) => isDecided(inOrder(finished.get(keyOf(planned)) ?? new Map()), rule),
  };
}

function isDecided(outcomes: readonly Outcome[], rule: SequentialRule): boolean {
  const eligible = outcomes.filter((outcome) => outcome !== "excluded");
  if (eligible.length === 0) return outcomes.length >= hopeless;
  return (
    sequentialTest(
      eligible.map((outcome) => outcome === "bad"),
      rule,
    ).claim !== null
  );
}

/** The outcomes from the first trial up to the first that is still under way. */
function inOrder(outcomes: ReadonlyMap<number, Outcome>): readonly Outcome[] {
  const row: Outcome[] = [];
  for (let trial = 1; ; trial += 1) {
    const outcome = outcomes.get(trial);
    if (outcome === undefined) return row;
    row.push(outcome);
  }
}

function keyOf({ scenario, target }: PlannedCase): string {
  return `${scenario.id} ${target.id}`;
}
