import { isMeasuredWell } from "../measured.js";
import type { Night, NightCell } from "../night.js";

/** The cells of a column that were measured well in one night, by their names. */
export type ColumnNight = { readonly id: string; readonly cells: ReadonlyMap<string, NightCell> };

/** One column in the nights of a history, oldest first; a night without any of its cells is left out. */
export type ColumnHistory = { readonly column: string; readonly nights: readonly ColumnNight[] };

/** The nights of each column. Cells that were not measured well are left out. `nights`: in order, of one set of rules. */
export function columnHistories(nights: readonly Night[]): ReadonlyMap<string, ColumnHistory> {
  const columns = new Map<string, { id: string; cells: Map<string, NightCell> }[]>();
  for (const { id, cells } of nights) {
    for (const cell of cells) {
      if (!isMeasuredWell(cell)) continue;
      const known = columns.get(cell.column) ?? [];
      if (!columns.has(cell.column)) columns.set(cell.column, known);
      const last = known.at(-1);
      if (last?.id === id) last.cells.set(cell.cell, cell);
      else known.push({ id, cells: new Map([[cell.cell, cell]]) });
    }
  }
  return new Map([...columns].map(([column, own]) => [column, { column, nights: own }]));
}
