import type { Transcript } from "../transcript/transcript.js";
import type { PlannedCase } from "./plan.js";
import { keyOfPlanned } from "./store/trial-key.js";

/** Decides which cases need no further trial. */
export type StopRule = {
  readonly add: (planned: PlannedCase, transcript: Transcript) => void;
  readonly isSettled: (planned: PlannedCase) => boolean;
  /** Numbers of trials, ascending: no higher one starts before these have ended in all cases. Absent: none waits. */
  readonly barriers?: readonly number[];
};

/**
 * Settles a case once `isDecided` is true of the outcomes of its trials, in the order of the trials. A trial that finishes
 * early waits for those before it, so that the decision does not depend on which trial was fast.
 */
export function stopInOrder<Outcome>({
  outcomeOf,
  isDecided,
}: {
  readonly outcomeOf: (planned: PlannedCase, transcript: Transcript) => Outcome;
  readonly isDecided: (outcomes: readonly Outcome[]) => boolean;
}): StopRule {
  const finished = new Map<string, Map<number, Outcome>>();
  return {
    add: (planned, transcript) => {
      const outcomes = finished.get(keyOfPlanned(planned)) ?? new Map<number, Outcome>();
      finished.set(keyOfPlanned(planned), outcomes.set(transcript.trial, outcomeOf(planned, transcript)));
    },
    isSettled: (planned) => isDecided(inOrder(finished.get(keyOfPlanned(planned)) ?? new Map<number, Outcome>())),
  };
}

/** The outcomes from the first trial up to the one before the first that is still under way. */
function inOrder<Outcome>(outcomes: ReadonlyMap<number, Outcome>): readonly Outcome[] {
  const row: Outcome[] = [];
  for (let trial = 1; ; trial += 1) {
    const outcome = outcomes.get(trial);
    if (outcome === undefined) return row;
    row.push(outcome);
  }
}
