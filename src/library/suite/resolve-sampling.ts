import { gateSizes } from "../../verdict/regression/gate-kinds.js";
import type { GateKind } from "../../verdict/regression/gate-result.js";
import { defaultRule, type SequentialRule } from "../../verdict/statistics/sequential-test.js";
import { UsageError } from "../usage-error.js";

/**
 * How many trials a case has. `sequential`: the rule that ends them early, `trials` being the cap; absent: their number is fixed. `gate`: the
 * gate whose first stage every case has, and whose second stage suspects alone; `trials` is both together.
 */
export type Sampling = { readonly trials: number; readonly sequential?: SequentialRule; readonly gate?: GateKind };

/** The same options as typed: `--trials auto` is not a rule yet. */
export type SamplingOptions = {
  readonly trials: number | "auto";
  readonly maxTrials: number;
  readonly acceptableRate: number;
  readonly unacceptableRate: number;
  readonly confidence: number;
  /** Absent: no gate. */
  readonly gate?: GateKind;
};

/** Turns `--trials auto` into a rule. Throws UsageError for rates in the wrong order. */
export function resolveSampling(options: SamplingOptions): Sampling {
  const { trials, maxTrials, acceptableRate, unacceptableRate, confidence, gate } = options;
  if (gate !== undefined) return { trials: gateSizes[gate].screen + gateSizes[gate].confirm, gate };
  if (trials !== "auto") return { trials };
  if (acceptableRate >= unacceptableRate) {
    throw new UsageError(`--acceptable-rate ${acceptableRate} is not below --unacceptable-rate ${unacceptableRate}`, {
      hint: `The defaults are ${defaultRule.acceptable} and ${defaultRule.unacceptable}.`,
    });
  }
  const alpha = Math.round((1 - confidence) * 1e9) / 1e9;
  return {
    trials: maxTrials,
    sequential: { acceptable: acceptableRate, unacceptable: unacceptableRate, alpha, cap: maxTrials },
  };
}
