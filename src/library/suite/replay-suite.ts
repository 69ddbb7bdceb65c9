import { planRun } from "../../runner/plan.js";
import { choose } from "../choose.js";
import { concludeRun } from "./conclude-run.js";
import { replayRecordings } from "./replay-recordings.js";
import { type ReplayOptions, withFiles } from "./suite-options.js";
import { type SuiteResult, suiteResult } from "./suite-result.js";

/** Replays a suite from its recordings. */
export async function replaySuite(given: ReplayOptions): Promise<SuiteResult> {
  const options = { client: "sdk" as const, ...withFiles(given) };
  const choice = await choose(options, "replay", given.environment);
  const plan = planRun({ scenarios: choice.scenarios, targets: choice.targets, trials: 1 });
  const signal = given.signal ?? new AbortController().signal;
  const result = await replayRecordings(plan.cases, { choice, options, signal });
  return suiteResult(await concludeRun({ choice, result, options: { ...options, trials: 1 } }), {
    ...{ result, targets: choice.targets, fixtures: options.fixtures },
  });
}
