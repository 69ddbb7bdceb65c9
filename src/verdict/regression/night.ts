/** Trials that are evidence about the model, and how many of them were bad. */
export type Counts = { readonly eligible: number; readonly bad: number };

/** What the gate reads of one cell in one night; made from a line of `summary.jsonl`. */
export type NightCell = Counts & {
  /** The same text in every night: `<target>/<scenario>`, and the client where it is not the default. */
  readonly cell: string;
  /** Provider × API × client: cells that have a night in common. */
  readonly column: string;
  readonly suite: string | null;
  /** Trials that are no evidence about the model: throttled, refused with 5xx, out of budget, … They are not in `eligible`. */
  readonly excluded: number;
  /** Bad trials that were unavailability: an error 5xx inside a 200, a time-out, a cut. At most `bad`. */
  readonly unavailable: number;
  /**
   * The trials that every cell gets, without the confirming ones of a suspect; null: the night had no confirming stage, so that they
   * are all. Correlations and baselines read these alone, since a bad start is what brought the others about.
   */
  readonly screened: Counts | null;
};

/** One night of a suite. A missed night is absent, and never read as good. */
export type Night = {
  /** The UTC date of the scheduled start, `YYYY-MM-DD`; the order of nights. */
  readonly id: string;
  readonly cells: readonly NightCell[];
  /** A hash of judge, checks and suite version: nights of different rules are not compared. */
  readonly rules: string;
};
