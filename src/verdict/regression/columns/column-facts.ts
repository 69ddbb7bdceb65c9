import type { BaselineCell } from "../baseline.js";
import { correlationOf, enough } from "../correlation.js";
import type { Correlation } from "../gate-result.js";
import { plannedTrials } from "../measured.js";
import type { ColumnHistory, ColumnNight } from "./column-history.js";
import { outagesOf } from "./outages.js";

/** What the gate knows of a column before it looks at tonight's cells. */
export type ColumnFacts = {
  readonly column: string;
  /** All nights but tonight, oldest first, masked ones among them. */
  readonly earlier: readonly ColumnNight[];
  /** The masked nights, tonight among them where it is one. */
  readonly outages: ReadonlySet<string>;
  readonly correlation: Correlation;
};

/** `history`: the nights of one column, tonight's (`night`) among them where the column was measured. */
export function columnFacts(
  history: ColumnHistory,
  night: string,
  baseline: ReadonlyMap<string, BaselineCell>,
): ColumnFacts {
  const outages = outagesOf({ history, baseline });
  const earlier = history.nights.filter(({ id }) => id !== night);
  const counted = earlier.filter(({ id }) => !outages.has(id)).slice(-enough.nights);
  return { column: history.column, earlier, outages, correlation: correlationIn(counted) };
}

function correlationIn(nights: readonly ColumnNight[]): Correlation {
  const cells = new Set(nights.flatMap((night) => [...night.cells.keys()]));
  return correlationOf(
    [...cells].map((cell) =>
      nights.map((night) => {
        const measured = night.cells.get(cell);
        return measured === undefined ? null : plannedTrials(measured);
      }),
    ),
  );
}
