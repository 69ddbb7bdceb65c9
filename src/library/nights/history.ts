import { HintedError } from "../../source/hinted-error.js";
import type { CellNight } from "../../verdict/nights/cell-night.js";
import type { NightFacts, NightRun } from "../../verdict/nights/night-schema.js";
import type { StoredNight } from "../../verdict/nights/stored-night.js";
import type { Baseline } from "../../verdict/regression/baseline.js";
import type { CellSummary } from "../../verdict/summary/summary-schema.js";

/** One run that is appended to a night. */
export type Appended = { readonly night: string; readonly run: NightRun; readonly lines: readonly CellSummary[] };

/**
 * The nights of a team: what each run of a night measured, and the baseline that they are held against. In a folder or in PostgreSQL, with
 * the same meaning. Every method rejects with HistoryError for a store that cannot be read or written, or that a newer version wrote.
 */
export type History = {
  /** Where it is, for messages; never with a password. */
  readonly place: string;
  /** The nights that are there, oldest first. A night that was missed is absent. */
  readonly ids: () => Promise<readonly string[]>;
  /** What the newest nights are, at most so many, oldest first: their runs, without the lines of their cells. */
  readonly facts: (most: number) => Promise<readonly NightFacts[]>;
  /** One night; null: it is not there. */
  readonly night: (id: string) => Promise<StoredNight | null>;
  /** The newest nights, at most so many, oldest first. */
  readonly last: (most: number) => Promise<readonly StoredNight[]>;
  /** A cell in the newest nights, at most so many, oldest first; nights that do not have the cell are left out. */
  readonly ofCell: (cell: string, most: number) => Promise<readonly CellNight[]>;
  /** Appends a run to its night; the same run again takes its own place. Gives the night as it now is. */
  readonly append: (appended: Appended) => Promise<StoredNight>;
  /** Marks these columns of a night as an incident, and no others. */
  readonly mask: (night: string, columns: readonly string[]) => Promise<void>;
  /** The pinned baseline; null: none is. */
  readonly baseline: () => Promise<Baseline | null>;
  /** Pins a baseline in place of the earlier one. */
  readonly pin: (baseline: Baseline) => Promise<void>;
  /** Ends its connections. */
  readonly close: () => Promise<void>;
};

/** A store of nights that cannot be used. The message names the place. `isNewer`: a newer version of the program wrote it. */
export class HistoryError extends HintedError {
  override name = "HistoryError" as const;
  readonly isNewer: boolean;
  constructor(message: string, hint: string | null, isNewer = false) {
    super(message, hint);
    this.isNewer = isNewer;
  }
}
