import Table from "cli-table3";
import type { MatrixTable } from "../verdict/matrix/matrix.js";
import type { Verdict } from "../verdict/verdict.js";
import { cellText } from "./cell-text.js";

/** Colours a text by its meaning; each painter returns the text unchanged where there is no colour. */
export type Paint = { readonly good: Painter; readonly bad: Painter; readonly dim: Painter };
type Painter = (text: string) => string;

/** One table for each model: a title line, then scenarios × columns. `width`: of the terminal, in characters; null (default): unlimited. */
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
  for (const { scenario, cells } of rows)
    table.push([scenario.title, ...cells.map((cell) => painted(cellText(cell), cell?.observed ?? null, paint))]);
  return table.toString();
}

/** Equal widths where the terminal is too narrow for the full text, but at least 14 characters. */
function columnWidths(count: number, width: number | null): { readonly colWidths?: number[] } {
  if (width === null) return {};
  const share = Math.max(14, Math.floor((width - count - 1) / count));
  return share >= widest ? {} : { colWidths: Array.from({ length: count }, () => share) };
}

/** A column of this many characters holds any cell on one line or two. */
const widest = 60;

/** `text` in the colour of what was observed: good, bad, or dim for anything that is not an observation. */
export function painted(text: string, observed: Verdict["observed"] | null, paint: Paint): string {
  if (observed === "ok") return paint.good(text);
  return observed === "bad" || observed === "mixed" ? paint.bad(text) : paint.dim(text);
}
