import { type GateSize, suspectLevel } from "../gate-kinds.js";
import { type Known, predict } from "../probability/predict.js";
import type { Limits } from "./two-stages.js";

/** `tonight`: the level of one night. `pair`: the level of two suspicious nights together. Both of one cell. */
export type Levels = { readonly tonight: number; readonly pair: number };

/** What a pair may be of the level of a single night: measured to share the false alarms evenly. */
const pairShare = 0.8;

export function levelsAt(tonight: number): Levels {
  return { tonight, pair: tonight * pairShare };
}

/** The counts from which on a cell alarms. A limit above the number of trials is never reached. */
export function limitsOf(
  known: Known,
  correlation: number,
  { size, levels }: { size: GateSize; levels: Levels },
): Limits {
  const first = predict(known, size.screen, correlation);
  const both = predict(known, size.screen + size.confirm, correlation);
  const regressed = firstAtMost(both.tails, levels.tonight);
  return {
    suspect: firstAtMost(first.tails, suspectLevel),
    suspicious: Math.min(regressed, firstAtMost(both.repeated, Math.sqrt(levels.pair))),
    regressed,
  };
}

function firstAtMost(tails: Float64Array, level: number): number {
  const at = tails.findIndex((tail) => tail <= level);
  return at === -1 ? tails.length : at;
}
