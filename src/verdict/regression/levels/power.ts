import type { GateSize } from "../gate-kinds.js";
import type { Power } from "../gate-result.js";
import type { Known } from "../probability/predict.js";
import { type Levels, limitsOf } from "./limits.js";
import { twoStages } from "./two-stages.js";

/** The fall whose detection is printed: good trials from 1 to .6. */
const badAfter = 0.4;

/** A cell whose failure rate changes, and how it is looked at. */
export type Change = {
  readonly known: Known;
  readonly correlation: number;
  readonly size: GateSize;
  readonly levels: Levels;
};

/** The probability that a change to `rate` is reported in the first night, and in one of the first two. Exact. */
export function powerAt(rate: number, { known, correlation, size, levels }: Change): Power {
  const { suspect, suspicious, regressed } = limitsOf(known, correlation, { size, levels });
  const stages = twoStages(size, rate, correlation);
  const tonight = stages(suspect, regressed);
  const onlySuspicious = stages(suspect, suspicious) - tonight;
  // Missed are two nights that do not report by themselves, unless both are suspicious.
  return { tonight, tomorrow: 1 - (1 - tonight) ** 2 + onlySuspicious ** 2 };
}

/** The power of a gate for a cell that never failed in the baseline. */
export function powerOfPerfect(change: Change): Power {
  return powerAt(badAfter, { ...change, known: { ...change.known, bad: 0 } });
}
