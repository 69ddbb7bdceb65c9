import { type GateSize, suspectLevel } from "../gate-kinds.js";
import { type Known, predict } from "../probability/predict.js";
import type { Limits } from "./two-stages.js";

/** `tonight`: the level of one night. `pair`: the level of two suspicious nights together. Both of one cell. */
export type Levels = { readonly tonight: number; readonly pair: number };

/** What a pair may be of the level of a single night: measured to share the false alarms about evenly. */
const pairShare = 0.5;

export function levelsAt(tonight: number): Levels {
  return { tonight, pair: tonight * pairShare };
}

export type LimitOptions = { readonly size: GateSize; readonly levels: Levels };

/** The counts from which on a cell alarms. A limit above the number of trials is never reached. */
export function limitsOf(known: Known, correlation: number, { size, levels }: LimitOptions): Limits {
  return limitsUnder(known, correlation, size)(levels);
}

/** The same for any levels. */
export function limitsUnder(known: Known, correlation: number, size: GateSize): (levels: Levels) => Limits {
  const both = predict(known, size.screen + size.confirm, correlation);
  const suspect = firstAtMost(predict(known, size.screen, correlation).tails, suspectLevel);
  return ({ tonight, pair }) => {
    const regressed = firstAtMost(both.tails, tonight);
    return { suspect, regressed, suspicious: Math.min(regressed, firstAtMost(both.repeated, Math.sqrt(pair))) };
  };
}

/** The tails fall. */
function firstAtMost(tails: Float64Array, level: number): number {
  let at = 0;
  while (at < tails.length && (tails[at] ?? 0) > level) at += 1;
  return at;
}
