import { type ClusteredRate, clusteredRate } from "./clustered-rate.js";
import type { ColumnNight } from "./columns/column-history.js";
import { plannedTrials, pooled } from "./measured.js";
import type { Counts } from "./night.js";
import { predict } from "./probability/predict.js";
import { type GateQuestion, mirrored, type Prepared, prepare, type ReadyCell } from "./question.js";

/** What the last seven measured nights say together of one cell. `p`: of its direction, at the baseline's rate. */
export type WeeklyChange = {
  readonly cell: string;
  readonly direction: "worse" | "better";
  readonly week: Counts;
  readonly baseline: Counts;
  readonly p: number;
};

/** A column's rate of bad trials in the baseline and in the last seven nights, over the cells that both have. */
export type WeeklyColumn = {
  readonly column: string;
  readonly nights: number;
  readonly baseline: ClusteredRate | null;
  readonly week: ClusteredRate | null;
};

export type WeeklyLook = { readonly changes: readonly WeeklyChange[]; readonly columns: readonly WeeklyColumn[] };

/** Nights that are taken together. */
const week = 7;

/** The share of looks with any false change, over all cells and each direction. */
const wanted = 0.05;

/**
 * Takes the planned trials of the last seven measured nights together, tonight among them: a slow or small change that no single night
 * shows. A line a week, and no gate: it never changes an exit code.
 */
export function weeklyLook(question: GateQuestion): WeeklyLook {
  const prepared = prepare(question);
  const level = wanted / Math.max(1, prepared.ready.size);
  const cells = [...prepared.ready.values()].map((ready) => ({ ready, nights: lastNights(prepared, ready) }));
  const changes = cells.flatMap(({ ready, nights }) => {
    const change = nights.length < week ? null : changeOf(ready, nights);
    return change === null || change.p > level ? [] : [change];
  });
  const columns = [...new Set(cells.map(({ ready }) => ready.cell.column))].sort();
  return {
    changes: changes.toSorted((a, b) => a.p - b.p || (a.cell < b.cell ? -1 : 1)),
    columns: columns.map((column) => {
      const own = cells.filter(({ ready, nights }) => ready.cell.column === column && nights.length > 0);
      return {
        column,
        nights: own.reduce((most, { nights }) => Math.max(most, nights.length), 0),
        baseline: clusteredRate(own.map(({ ready }) => ({ ...ready.cell, ...pooled(ready.cell.nights) }))),
        week: clusteredRate(own.map(({ ready, nights }) => ({ ...ready.cell, ...pooled(nights) }))),
      };
    }),
  };
}

function lastNights({ columns, tonight, baseline }: Prepared, { cell }: ReadyCell): readonly Counts[] {
  const facts = columns.get(cell.column);
  if (facts === undefined) return [];
  const pinned = new Set(baseline?.nights);
  const isCounted = ({ id }: ColumnNight) => !facts.outages.has(id) && !pinned.has(id) && id <= tonight.id;
  return facts.nights
    .filter(isCounted)
    .flatMap((night) => night.cells.get(cell.cell) ?? [])
    .slice(-week)
    .map(plannedTrials);
}

function changeOf({ cell, known, correlation }: ReadyCell, nights: readonly Counts[]): WeeklyChange {
  const { bad, eligible, perNight } = pooled(nights);
  // The nights differ from each other, so that their sum varies less than one night of so many trials.
  const together = (Math.max(0, perNight - 1) * correlation) / (eligible - 1);
  const worse = predict(known, eligible, together).tails[bad] ?? 1;
  const better = predict(mirrored(known), eligible, together).tails[eligible - bad] ?? 1;
  const baseline = { eligible: known.eligible, bad: known.bad };
  const common = { cell: cell.cell, week: { eligible, bad }, baseline };
  return worse <= better ? { ...common, direction: "worse", p: worse } : { ...common, direction: "better", p: better };
}
