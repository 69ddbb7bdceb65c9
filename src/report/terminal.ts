import Table from "cli-table3";
import type { MatrixTable } from "../verdict/matrix/matrix.js";
import type { Verdict } from "../verdict/verdict.js";
import { cellText } from "./cell-text.js";

/** Paints one word; the identity where there is no colour. */
export type Paint = { readonly good: Painter; readonly bad: Painter; readonly dim: Painter };
type Painter = (text: string) => string;

/** One table a model: a title line, then scenarios × columns. `width`: of the terminal, in characters; null: any. */
export function terminalTables(tables: readonly MatrixTable[], paint: Paint, width: number | null = null): string {
  return tables.map((one) => terminalTable(one, paint, width)).join("\n\n");
}

function terminalTable({ model, columns, rows }: MatrixTable, paint: Paint, width: number | null): string {
  const table = new Table({
    head: [model.title, ...columns.map(({ label }) => label)],
    style: { head: [], border: [] },
    wordWrap: true,
    ...columnWidths(columns.length + 1, width),
  });
  for (const { scenario, cells } of rows) table.push([scenario.title, ...cells.map((cell) => painted(cell, paint))]);
  return table.toString();
}

/** Equal shares of the terminal, where it is too narrow for the text as it is; none below 14 characters. */
function columnWidths(count: number, width: number | null): { readonly colWidths?: number[] } {
  if (width === null) return {};
  const share = Math.max(14, Math.floor((width - count - 1) / count));
  return share >= widest ? {} : { colWidths: Array.from({ length: count }, () => share) };
}

/** A column of this many characters holds any cell on one line or two. */
const widest = 60;

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
