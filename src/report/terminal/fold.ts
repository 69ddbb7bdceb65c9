import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import type { MatrixColumn } from "../../verdict/matrix/matrix-columns.js";
import type { Verdict } from "../../verdict/verdict.js";

/** The rows and columns of a table in which something ran, by index, and what was left out. */
export type Folded = {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly hidden: {
    readonly rows: readonly number[];
    readonly columns: readonly number[];
    readonly cells: readonly Cell[];
  };
};

type Cell = Verdict | null;

/** Parts a table into the rows and columns in which something ran, and the others. */
export function foldTable({ rows, columns }: Pick<MatrixTable, "rows" | "columns">): Folded {
  const inRow = rows.map(({ cells }) => cells.some(ran));
  const inColumn = columns.map((_, at) => rows.some(({ cells }) => ran(cells[at] ?? null)));
  const cells = rows.flatMap(({ cells: own }, row) =>
    columns.flatMap((_: MatrixColumn, column) => (inRow[row] && inColumn[column] ? [] : [own[column] ?? null])),
  );
  return {
    rows: indexesOf(inRow, true),
    columns: indexesOf(inColumn, true),
    hidden: { rows: indexesOf(inRow, false), columns: indexesOf(inColumn, false), cells },
  };
}

/** True for a cell in which a service, a recording or a simulator was asked, blocked or not. */
export function ran(cell: Cell): boolean {
  return cell !== null && cell.observed !== "not-run" && cell.observed !== "unsupported";
}

function indexesOf(flags: readonly boolean[], wanted: boolean): readonly number[] {
  return flags.flatMap((flag, at) => (flag === wanted ? [at] : []));
}
