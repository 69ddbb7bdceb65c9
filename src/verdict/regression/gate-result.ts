import type { Counts } from "./night.js";

/** `full`: 12 trials a cell and 38 more of a suspect. `cheap`: 6 and 26, with a baseline of 16 nights. */
export const gateKinds = ["full", "cheap"] as const;
export type GateKind = (typeof gateKinds)[number];

/** What the gate says of a cell tonight. */
export const cellStates = [
  "not-measured",
  "regressed",
  "regressed-2-of-3",
  "incident",
  "suspicious",
  "not-measured-well",
  "fixed",
  "rules-changed",
  "learning",
  "new",
  "gone",
  "unchanged",
] as const;
export type CellState = (typeof cellStates)[number];

export type CellResult = {
  readonly cell: string;
  readonly column: string;
  readonly suite: string | null;
  readonly state: CellState;
  /** Tonight's trials; null: none tonight. */
  readonly tonight: Counts | null;
  /** All trials of the baseline; null: it has none of this cell. */
  readonly baseline: Counts | null;
  /** The probability of so many bad trials, or more, at the baseline's rate; null: the cell was not compared. */
  readonly worse: number | null;
  /** The probability of so few bad trials, or fewer, at the baseline's rate; null: the cell was not compared. */
  readonly better: number | null;
  /** The baseline's trials alone claim `fail` or `flaky`: known, and no alarm while it stays so. */
  readonly redInBaseline: boolean;
  /** The nights counted for "learning, night k of n"; null in every other state. */
  readonly learning: { readonly night: number; readonly of: number } | null;
  /** The nights in which the change may have begun, oldest first, with 90 %; null: there is no change. */
  readonly firstNights: readonly string[] | null;
  /** The last measured night before them; null: none, or there is no change. */
  readonly lastGood: string | null;
};

export type Correlation = {
  readonly value: number;
  /** `assumed`: too few nights or cells inform it, so that it is at least .05. */
  readonly how: "estimated" | "assumed";
  readonly nights: number;
  /** Cells that are neither all ok nor all bad. */
  readonly cells: number;
};

/** The probability that a fall of the rate of good trials from 1 to .6 is reported. */
export type Power = { readonly tonight: number; readonly tomorrow: number };

/**
 * What happened to a column tonight. `incident`: many cells, most bad trials unavailability: tonight is masked for this column.
 * `regressed`: many cells with bad content, or the second incident night running.
 */
export type ColumnState = "incident" | "regressed" | "unchanged" | "not-measured";

export type ColumnResult = {
  readonly column: string;
  readonly state: ColumnState;
  /** Cells of the baseline that were to be compared. */
  readonly cells: number;
  /** Cells that alarm tonight. */
  readonly alarming: readonly string[];
  /** Of an incident or a regression: the cells that are likely part of it (Benjamini–Hochberg at 10 %). */
  readonly likely: readonly string[];
  /** Suspects of tonight that were not asked again, since too many of the column were suspects. */
  readonly unconfirmed: number;
  readonly correlation: Correlation;
  /** null: no cell of the column has a baseline yet. */
  readonly power: Power | null;
  /** Nights of this column that are masked, oldest first. */
  readonly masked: readonly string[];
  /** Of an incident or a regression: the first bad night. */
  readonly since: string | null;
};

/** The levels of one cell, and the share of nights in which any unchanged cell is reported under them. */
export type LevelsResult = {
  /** p at most this is reported tonight. */
  readonly tonight: number;
  /** Two suspicious nights of three are together at most this likely. */
  readonly pair: number;
  /** At the baseline's own rates, over all compared cells. */
  readonly falseNights: number;
};

export type GateResult = {
  readonly schemaVersion: 1;
  readonly kind: GateKind;
  readonly night: string;
  /** In the order of {@link cellStates}, then by name. */
  readonly cells: readonly CellResult[];
  readonly columns: readonly ColumnResult[];
  /** Cells whose baseline is large enough: the levels are shared among them. */
  readonly compared: number;
  readonly regression: LevelsResult;
  /** Of `fixed`, which never changes the exit code. */
  readonly fix: LevelsResult;
  /** True where a cell or a column regressed, or a column has an incident. */
  readonly alarm: boolean;
  /** True where a cell of the baseline has no eligible trial, or nothing at all was measured. */
  readonly notMeasured: boolean;
  /** 1 before 4 before 0; `alarm` and `notMeasured` carry both. */
  readonly exitCode: 0 | 1 | 4;
};
