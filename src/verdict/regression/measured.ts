import type { Counts, Night, NightCell } from "./night.js";

/** A cell with more excluded trials than this share is not measured well: what was left may be a choice. */
const mostExcluded = 0.2;

/** True where a cell has an eligible trial, and at most a fifth of its trials were excluded. */
export function isMeasuredWell({ eligible, excluded }: NightCell): boolean {
  return eligible > 0 && excluded <= mostExcluded * (eligible + excluded);
}

/** The trials that every cell gets, without the confirming ones. */
export function plannedTrials({ screened, eligible, bad }: NightCell): Counts {
  return screened ?? { eligible, bad };
}

/** How many alarming or failing cells make an event of their column: a fifth of it and five, or all of a smaller one, but never one. */
export function manyOf(cells: number): number {
  return Math.max(2, Math.min(cells, Math.max(5, Math.ceil(0.2 * cells))));
}

/** Oldest first; of two with the same id, the later in the list. */
export function inOrder(nights: readonly Night[]): readonly Night[] {
  const byId = new Map(nights.map((night) => [night.id, night]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The cells of a night by column. */
export function byColumn(cells: readonly NightCell[]): ReadonlyMap<string, readonly NightCell[]> {
  const columns = new Map<string, NightCell[]>();
  for (const cell of cells) {
    const known = columns.get(cell.column);
    if (known === undefined) columns.set(cell.column, [cell]);
    else known.push(cell);
  }
  return columns;
}

/** What a prediction reads of a cell's earlier nights; `perNight`: the trials of a night, weighted by themselves. */
export function pooled(nights: readonly Counts[]): Counts & { readonly perNight: number } {
  let [bad, eligible, squares] = [0, 0, 0];
  for (const night of nights) {
    bad += night.bad;
    eligible += night.eligible;
    squares += night.eligible ** 2;
  }
  return { bad, eligible, perNight: eligible === 0 ? 0 : squares / eligible };
}
