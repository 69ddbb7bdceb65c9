import type { Transcript } from "../../transcript/transcript.js";
import type { PlannedCase } from "../plan.js";
import type { StopRule } from "../stop-rule.js";
import { isPassing } from "./passing.js";
import { caseKey, keyOfPlanned, keyOfPlannedTrial, keyOfTrial } from "./trial-key.js";
import type { StoredTrial } from "./trial-record.js";

/** Which trials of a plan are made, and which are still to be made. */
export type RunProgress = {
  /** Planned trials; a case that is skipped or blocked has one. Behind a barrier, as far as is known: those of the suspects come on top. */
  readonly total: () => number;
  /** True: the trial is to be asked. */
  readonly isWanted: (planned: PlannedCase, trial: number) => boolean;
  /** The round that a trial is asked in, see StoredTrial. */
  readonly roundOf: (planned: PlannedCase, trial: number) => number;
  readonly add: (planned: PlannedCase, transcript: Transcript) => void;
  /** The trials that were made, in the order of the plan. */
  readonly transcripts: () => readonly Transcript[];
  /** How many trials are still to be made. A case that the stop rule has settled needs none. */
  readonly unasked: () => number;
};

export type ProgressOptions = {
  /** Trials that were made before, in the order in which they finished. */
  readonly earlier: readonly StoredTrial[];
  /** True: trials that were excluded for a passing reason are to be asked again. */
  readonly retryExcluded: boolean;
  readonly stopRule: StopRule | null;
};

/** The progress of a run through its plan, from the trials that were made before. */
export function createProgress(
  cases: readonly PlannedCase[],
  { earlier, retryExcluded, stopRule }: ProgressOptions,
): RunProgress {
  const before = new Map(earlier.map((one) => [keyOfTrial(one.transcript), one]));
  const made = new Map<string, Transcript>();
  /** Cases that were blocked for want of credentials: one trial says so, and stands for all. */
  const blocked = new Set<string>();
  const isWanted = (planned: PlannedCase, trial: number) => {
    const stored = before.get(keyOfPlannedTrial(planned, trial));
    if (stored === undefined) return !blocked.has(keyOfPlanned(planned));
    return retryExcluded && isPassing(stored.transcript);
  };
  const counts = new Map<string, number>();
  const countOf = (planned: PlannedCase) => counts.get(keyOfPlanned(planned)) ?? 0;
  const take = (planned: PlannedCase, transcript: Transcript) => {
    if (!made.has(keyOfTrial(transcript))) counts.set(keyOfPlanned(planned), countOf(planned) + 1);
    made.set(keyOfTrial(transcript), transcript);
    if (transcript.notRun?.kind === "credentials") blocked.add(keyOfPlanned(planned));
    stopRule?.add(planned, transcript);
  };
  const plannedOf = new Map(cases.map((planned) => [keyOfPlanned(planned), planned]));
  for (const { transcript } of earlier) {
    const planned = plannedOf.get(caseKey(transcript.cell));
    if (planned !== undefined && !isWanted(planned, transcript.trial)) take(planned, transcript);
  }
  const madeOf = (planned: PlannedCase) =>
    trialsOf(planned).flatMap((trial) => made.get(keyOfPlannedTrial(planned, trial)) ?? []);
  const neededOf = (planned: PlannedCase) => {
    if (planned.skip?.kind === "unsupported") return 1;
    const isBlocked = planned.skip?.kind === "credentials" || blocked.has(keyOfPlanned(planned));
    return isBlocked && madeOf(planned).every(({ notRun }) => notRun?.kind === "credentials") ? 1 : planned.trials;
  };
  const barrier = stopRule?.barriers?.at(-1) ?? null;
  /** Before all cases are past the barrier it is not clear which of them need more. */
  const expectedOf = () => {
    const isOpen =
      barrier === null || cases.every((planned) => countOf(planned) >= Math.min(barrier, neededOf(planned)));
    return (planned: PlannedCase) => {
      const needed = neededOf(planned);
      if (barrier === null || needed <= barrier) return needed;
      return isOpen && stopRule?.isSettled(planned) === false ? needed : barrier;
    };
  };
  return {
    total: () => {
      const expected = expectedOf();
      return cases.reduce((sum, planned) => sum + expected(planned), 0);
    },
    isWanted,
    roundOf: (planned, trial) => (before.get(keyOfPlannedTrial(planned, trial))?.round ?? -1) + 1,
    add: take,
    transcripts: () => cases.flatMap(madeOf),
    unasked: () => {
      const expected = expectedOf();
      return cases
        .filter((planned) => barrier !== null || stopRule?.isSettled(planned) !== true)
        .reduce((sum, planned) => sum + Math.max(0, expected(planned) - countOf(planned)), 0);
    },
  };
}

function trialsOf({ trials }: PlannedCase): readonly number[] {
  return Array.from({ length: trials }, (_, at) => at + 1);
}
