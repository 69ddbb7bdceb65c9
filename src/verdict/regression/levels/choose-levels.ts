import type { GateSize } from "../gate-kinds.js";
import { addTo } from "../probability/add-to.js";
import { type Levels, levelsAt } from "./limits.js";
import { ladder, type Measured, riskOf } from "./risk.js";

/** A cell that is compared: its baseline, and the correlation of its column. */
export type Compared = { readonly baseline: Measured; readonly correlation: number };

/** `share`: of nights in which any of the unchanged cells is reported, by these levels. */
export type ChosenLevels = { readonly levels: Levels; readonly share: number };

/** The share of nights with any false alarm for which the levels are chosen; what the choice gives is below it. */
export const wantedShare = 0.045;

/**
 * The loosest levels under which at most {@link wantedShare} of the nights raise a false alarm over all of these cells, if their rates
 * are those of the baseline. A suite of cells that often fail gets stricter ones than a suite of cells that never do, for which
 * the same levels would raise fewer alarms.
 */
export function chooseLevels(cells: readonly Compared[], size: GateSize): ChosenLevels {
  const expected = new Float64Array(ladder.length);
  for (const { baseline, correlation } of cells) {
    addTo(expected, riskOf(baseline, correlation, size), { weight: 1 });
  }
  const shares = Array.from(expected, (alarms) => 1 - Math.exp(-alarms));
  const found = shares.findIndex((share) => share <= wantedShare);
  const at = found === -1 ? ladder.length - 1 : found;
  return { levels: levelsAt(ladder[at] ?? 0), share: shares[at] ?? 0 };
}
