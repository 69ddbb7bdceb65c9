import type { ChatRequest } from "../../../chat/request.js";
import { unitsOf } from "../units/units-of.js";
import { errors, type MinimiseOptions, rateSample } from "./options.js";
import { expectedTrials, type RateBelief } from "./wald.js";

/** So many units are usually left at a fixed point. */
const usualNeeded = 2;

/**
 * About how many calls it takes to minimise a request that fails at this rate (0 to 1), for a plan: within a factor of two of the
 * medians that `scripts/measure-minimise.ts` prints. The most is the budget.
 */
export function expectedCalls(
  request: ChatRequest,
  rate: number,
  { stays }: Pick<MinimiseOptions, "stays"> = {},
): number {
  const belief = [{ rate, log: 0 }];
  const searched = callsToSearch(belief, unitsOf(request, stays).length);
  return Math.ceil(rateSample.failures / rate) + searched;
}

/** About how many calls it takes to search so many units in groups, to try the few that are left one by one, and to prove the result. */
export function callsToSearch(belief: RateBelief, units: number): number {
  const single = expectedTrials(belief, errors.fixedPoint);
  const group = expectedTrials(belief, errors.search);
  const inGroups = 2 * Math.ceil(Math.log2(units + 1)) * group.cures + Math.min(units, usualNeeded) * single.cures;
  return Math.min(units * single.cures, inGroups) + single.keeps;
}
