import Table from "cli-table3";
import type { MatrixTable } from "../verdict/matrix.js";
import type { Verdict } from "../verdict/verdict.js";
import { cellText } from "./cell-text.js";

/** Paints one word; the identity where there is no colour. */
export type Paint = { readonly good: Painter; readonly bad: Painter; readonly dim: Painter };
type Painter = (text: string) => string;

/** One table a model, for a terminal: a title line, then scenarios × columns. */
export function terminalTables(tables: readonly MatrixTable[], paint: Paint): string {
  return tables.map((one) => terminalTable(one, paint)).join("\n\n");
}

function terminalTable({ model, columns, rows }: MatrixTable, paint: Paint): string {
  const table = new Table({
    head: [model.title, ...columns.map(({ label }) => label)],
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const { scenario, cells } of rows) table.push([scenario.title, ...cells.map((cell) => painted(cell, paint))]);
  return table.toString();
}

function painted(cell: Verdict | null, paint: Paint): string {
  const text = cellText(cell);
  if (cell === null) return paint.dim(text);
  switch (cell.observed) {
    case "ok":
      return paint.good(text);
    case "bad":
    case "mixed":
      return paint.bad(text);
    default:
      return paint.dim(text);
  }
}
