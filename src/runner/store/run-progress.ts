import type { Transcript } from "../../transcript/transcript.js";
import type { PlannedCase } from "../plan.js";
import type { StopRule } from "../stop-rule.js";
import { isPassing } from "./passing.js";
import type { StoredTrial } from "./trial-record.js";

/** Which trials of a plan are made, and which are still to be made. */
export type RunProgress = {
  /** Planned trials; a case that is skipped has one. */
  readonly total: number;
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
  const before = new Map(earlier.map((one) => [keyOfStored(one.transcript), one]));
  const isWanted = (planned: PlannedCase, trial: number) => {
    const made = before.get(keyOf(planned, trial));
    return made === undefined || (retryExcluded && isPassing(made.transcript));
  };
  const made = new Map<string, Transcript>();
  const take = (planned: PlannedCase, transcript: Transcript) => {
    made.set(keyOf(planned, transcript.trial), transcript);
    stopRule?.add(planned, transcript);
  };
  const plannedOf = new Map(cases.map((planned) => [caseKeyOf(planned), planned]));
  for (const { transcript } of earlier) {
    const planned = plannedOf.get(`${transcript.cell.target} ${transcript.cell.scenario}`);
    if (planned !== undefined && !isWanted(planned, transcript.trial)) take(planned, transcript);
  }
  return {
    total: cases.reduce((sum, planned) => sum + trialsOf(planned).length, 0),
    isWanted,
    roundOf: (planned, trial) => (before.get(keyOf(planned, trial))?.round ?? -1) + 1,
    add: take,
    transcripts: () =>
      cases.flatMap((planned) => trialsOf(planned).flatMap((trial) => made.get(keyOf(planned, trial)) ?? [])),
    unasked: () =>
      cases
        .filter((planned) => stopRule?.isSettled(planned) !== true)
        .reduce(
          (sum, planned) => sum + trialsOf(planned).filter((trial) => !made.has(keyOf(planned, trial))).length,
          0,
        ),
  };
}

function trialsOf({ skip, trials }: PlannedCase): readonly number[] {
  return Array.from({ length: skip === null ? trials : 1 }, (_, at) => at + 1);
}

function keyOf(planned: PlannedCase, trial: number): string {
  return `${caseKeyOf(planned)} ${trial}`;
}

function caseKeyOf({ target, scenario }: PlannedCase): string {
  return `${target.id} ${scenario.id}`;
}

function keyOfStored({ cell, trial }: Transcript): string {
  return `${cell.target} ${cell.scenario} ${trial}`;
}
