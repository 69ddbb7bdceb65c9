import type { GateKind } from "./gate-result.js";

/** How many trials a gate asks, and how large a baseline has to be. */
export type GateSize = {
  /** Trials of every cell. */
  readonly screen: number;
  /** Further trials of a suspect, the same night. */
  readonly confirm: number;
  /** Trials of a cell on average, in nights without a change; measured over made-up suites of 168 cells. */
  readonly usualTrials: number;
  readonly baselineNights: number;
  readonly baselineTrials: number;
};

/** The sizes that were measured. A cell with fewer nights or trials in the baseline is learning. */
export const gateSizes: { readonly [kind in GateKind]: GateSize } = {
  full: { screen: 12, confirm: 38, usualTrials: 13.4, baselineNights: 8, baselineTrials: 96 },
  cheap: { screen: 6, confirm: 26, usualTrials: 6.8, baselineNights: 16, baselineTrials: 96 },
};

/** A cell whose planned trials are at most this likely is a suspect, and asked again. */
export const suspectLevel = 0.15;
