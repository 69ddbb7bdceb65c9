import type { Transcript } from "../../transcript/transcript.js";
import type { PlannedCase } from "../plan.js";
import type { CaseKey } from "./stored-run.js";

/** The key of a case in a map. */
export function caseKey({ target, scenario }: CaseKey): string {
  return `${target} ${scenario}`;
}

/** The same for a planned case. */
export function keyOfPlanned({ target, scenario }: Pick<PlannedCase, "target" | "scenario">): string {
  return caseKey({ target: target.id, scenario: scenario.id });
}

/** The key of a planned trial. */
export function keyOfPlannedTrial(planned: PlannedCase, trial: number): string {
  return `${keyOfPlanned(planned)} ${trial}`;
}

/** The same for a transcript. */
export function keyOfTrial({ cell, trial }: Pick<Transcript, "cell" | "trial">): string {
  return `${caseKey(cell)} ${trial}`;
}
