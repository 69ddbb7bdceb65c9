import type { Counts } from "./night.js";

/** The trials of one cell in the nights of a baseline, those of the first stage alone. */
export type BaselineCell = {
  readonly cell: string;
  readonly column: string;
  readonly suite: string | null;
  /** One entry a night in which the cell was measured well, in the order of the nights. */
  readonly nights: readonly Counts[];
};

/** What later nights are compared with. Made by `pinBaseline`; kept as `history/baseline.json`. */
export type Baseline = {
  readonly schemaVersion: 1;
  /** The nights that it is made of, oldest first; masked ones are not among them. */
  readonly nights: readonly string[];
  /** The rules by which its nights were judged: see `Night`. */
  readonly rules: string;
  /** Why these nights were picked by hand; null: they are the last ones that were measured. */
  readonly reason: string | null;
  readonly cells: readonly BaselineCell[];
};
