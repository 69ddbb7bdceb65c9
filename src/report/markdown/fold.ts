import type { MatrixRow, MatrixTable } from "../../verdict/matrix/matrix.js";
import type { MatrixColumn } from "../../verdict/matrix/matrix-columns.js";
import type { Verdict } from "../../verdict/verdict.js";

/** A table without the rows and columns in which nothing ran. `places`: of its columns among those of the whole table. */
export type Folded = {
  readonly table: MatrixTable;
  readonly columns: readonly MatrixColumn[];
  readonly places: readonly number[];
  readonly rows: readonly MatrixRow[];
  readonly emptyColumns: readonly MatrixColumn[];
  readonly emptyRows: readonly MatrixRow[];
};

/** Folds a table. A cell that was refused did run: somebody was asked. */
export function fold(table: MatrixTable): Folded {
  const hasRun = table.columns.map((_, index) => table.rows.some(({ cells }) => ran(cells[index] ?? null)));
  const places = table.columns.flatMap((_, index) => (hasRun[index] === true ? [index] : []));
  return {
    table,
    columns: table.columns.filter((_, index) => hasRun[index] === true),
    places,
    rows: table.rows.filter(({ cells }) => cells.some(ran)),
    emptyColumns: table.columns.filter((_, index) => hasRun[index] !== true),
    emptyRows: table.rows.filter(({ cells }) => !cells.some(ran)),
  };
}

/** How many cells tables show: up to `all` are all there, else about `cells` of the first `models` in which something is wrong. */
export type TableLimits = { readonly all: number; readonly cells: number; readonly models: number };

/** The rows that are shown of each table: with few cells all, else those in which something is wrong; `[]`: none. */
export function shownRows(tables: readonly Folded[], limits: TableLimits): ReadonlyMap<Folded, readonly MatrixRow[]> {
  const all = tables.reduce((sum, one) => sum + sizeOf(one, one.rows), 0);
  if (all <= limits.all) return new Map(tables.map((one) => [one, one.rows]));
  const wrong = new Map(tables.map((one) => [one, one.rows.filter(isRemarkable)]));
  const first = tables.filter((one) => wrong.get(one)?.length !== 0).slice(0, limits.models);
  let room = limits.cells;
  let left = first.length;
  const shown = new Map<Folded, readonly MatrixRow[]>();
  // Tables that need little leave their share to the others.
  for (const one of first.toSorted((a, b) => sizeOf(a, wrong.get(a) ?? []) - sizeOf(b, wrong.get(b) ?? []))) {
    const share = Math.floor(room / left / Math.max(1, one.columns.length));
    const rows = (wrong.get(one) ?? []).slice(0, Math.max(1, share));
    shown.set(one, rows);
    room -= sizeOf(one, rows);
    left -= 1;
  }
  return new Map(tables.map((one) => [one, shown.get(one) ?? []]));
}

/** True where no cell fails or was refused. */
export function isAllWell({ rows }: Folded): boolean {
  return !rows.some(isRemarkable);
}

function sizeOf({ columns }: Folded, rows: readonly MatrixRow[]): number {
  return rows.length * columns.length;
}

function isRemarkable({ cells }: MatrixRow): boolean {
  return cells.some((cell) => cell !== null && ran(cell) && cell.observed !== "ok");
}

function ran(cell: Verdict | null): boolean {
  return cell !== null && cell.observed !== "not-run" && cell.observed !== "unsupported";
}
