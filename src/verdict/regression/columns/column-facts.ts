import type { BaselineCell } from "../baseline.js";
import { correlationOf, enough } from "../correlation.js";
import type { Correlation } from "../gate-result.js";
import { plannedTrials, pooled } from "../measured.js";
import type { NightCell } from "../night.js";
import { predict } from "../probability/predict.js";
import type { ColumnHistory, ColumnNight } from "./column-history.js";
import { outagesOf } from "./outages.js";

/** What the gate knows of a column before it looks at tonight's cells. */
export type ColumnFacts = {
  readonly column: string;
  /** All nights, oldest first: masked ones, and tonight where it was measured, among them. */
  readonly nights: readonly ColumnNight[];
  /** Those before tonight. */
  readonly earlier: readonly ColumnNight[];
  /** The masked nights, tonight among them where it is one. */
  readonly outages: ReadonlySet<string>;
  /** From all nights but tonight. */
  readonly correlation: Correlation;
};

/** `history`: the nights of one column, tonight's (`night`) among them where the column was measured. */
export function columnFacts(
  history: ColumnHistory,
  night: string,
  baseline: ReadonlyMap<string, BaselineCell>,
): ColumnFacts {
  const outages = outagesOf({ history, baseline });
  const { column, nights } = history;
  const counted = nights.filter(({ id }) => id !== night && !outages.has(id)).slice(-enough.nights);
  const earlier = nights.filter(({ id }) => id < night);
  return { column, nights, earlier, outages, correlation: correlationIn(counted, baseline) };
}

function correlationIn(nights: readonly ColumnNight[], baseline: ReadonlyMap<string, BaselineCell>): Correlation {
  const cells = new Set(nights.flatMap((night) => [...night.cells.keys()]));
  return correlationOf(
    [...cells].map((cell) => {
      const isChanged = changeTest(baseline.get(cell) ?? null);
      return nights.map(({ id, cells: measured }) => {
        const one = measured.get(cell);
        return one === undefined ? null : { ...plannedTrials(one), changed: isChanged(one, id) };
      });
    }),
  );
}

/** A night so unlikely is a change, even in a column whose nights differ more than most do. */
const change = { level: 1e-4, correlation: 0.08 } as const;

/** Tells by all trials of a night, in either direction. A night of the baseline is never changed. */
function changeTest(pinned: BaselineCell | null): (cell: NightCell, id: string) => boolean {
  if (pinned === null) return () => false;
  const known = pooled(pinned.nights);
  const better = { ...known, bad: known.eligible - known.bad };
  const own = new Set(pinned.nights.map(({ night }) => night));
  return ({ eligible, bad }, id) => {
    if (own.has(id)) return false;
    const worse = predict(known, eligible, change.correlation).tails[bad] ?? 1;
    const improved = predict(better, eligible, change.correlation).tails[eligible - bad] ?? 1;
    return Math.min(worse, improved) <= change.level;
  };
}
