import { seedOf } from "../again/pair-order.js";
import { recheckSource } from "../again/recheck-source.js";
import { type BundleSources, sourcePaths } from "../bundle-sources.js";
import { type Problem, problemOf } from "../problem.js";
import { againFault } from "./again-fault.js";

/** Calls of the experiment that do not follow from their bytes, or not in the order of their seed. Empty: all do, or there are none. */
export async function brokenExperiment(sources: BundleSources): Promise<readonly Problem[]> {
  const { experiment } = sources;
  if (experiment === null) return [];
  const { plan, calls, exchanges } = experiment;
  const { arms } = recheckSource(sources);
  if (plan.seed !== seedOf(plan.askedAt)) {
    return [problemOf(sourcePaths.plan, "has a seed that does not follow from the time at which it was asked")];
  }
  const fault = await againFault({ ...plan, calls }, { entries: exchanges.entries, arms });
  return fault === null ? [] : [problemOf(sourcePaths.calls, fault)];
}
