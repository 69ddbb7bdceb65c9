import { defaultRule } from "../../verdict/statistics/sequential-test.js";
import { UsageError } from "../shell/usage-error.js";
import type { RunOptions, TypedRunOptions } from "./run-options.js";

/** The options with `--trials auto` made a rule; with a number the sample is fixed. Throws UsageError for rates in the wrong order. */
export function sampled({
  trials,
  maxTrials,
  acceptableRate,
  unacceptableRate,
  confidence,
  ...options
}: TypedRunOptions): RunOptions {
  if (trials !== "auto") return { ...options, trials };
  if (acceptableRate >= unacceptableRate) {
    throw new UsageError(`--acceptable-rate ${acceptableRate} is not below --unacceptable-rate ${unacceptableRate}`, {
      hint: `The defaults are ${defaultRule.acceptable} and ${defaultRule.unacceptable}.`,
    });
  }
  const alpha = Math.round((1 - confidence) * 1e9) / 1e9;
  return {
    ...options,
    trials: maxTrials,
    sequential: { acceptable: acceptableRate, unacceptable: unacceptableRate, alpha, cap: maxTrials },
  };
}
