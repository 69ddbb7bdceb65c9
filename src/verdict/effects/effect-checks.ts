import { type Parameter, parameterFacts, parameters } from "../../scenario/compare/parameters.js";
import type { CheckName } from "../checks/check.js";
import { must, should } from "../checks/rule.js";

/** The id of the claim that a parameter has its effect. */
export function effectCheck(parameter: Parameter): string {
  return `effect/${parameter.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** One claim for each parameter, judged over all trials of a cell. */
export const effectChecks: readonly CheckName[] = parameters.map((parameter) => {
  const { means, promise, source, date } = parameterFacts[parameter];
  // A client notices both; what need not happen stays a note.
  const rule = promise === "kept" ? must({ source, date }) : should({ source, date, isReported: true });
  return { id: effectCheck(parameter), claim: `${parameter} has its effect: ${means}`, rule };
});
