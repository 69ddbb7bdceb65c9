import type { Remark } from "../../scenario/catalog.js";
import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import type { MatrixColumn } from "../../verdict/matrix/matrix-columns.js";
import type { Verdict } from "../../verdict/verdict.js";
import { remarksOn } from "../cell/remarks.js";
import { compactCell, painterOf } from "./compact-cell.js";
import { gridHeight } from "./draw-grid.js";
import type { Folded } from "./fold.js";
import type { Footnotes } from "./footnotes.js";
import type { Grid, GridCell } from "./grid.js";
import { gridWidths } from "./grid-widths.js";
import type { Screen } from "./screen.js";
import { shownName } from "./shown-name.js";

/** The part of a model's table in which something ran: scenarios × columns, or turned where it fits better so. */
export function matrixGrid(
  table: MatrixTable,
  { rows, columns }: Pick<Folded, "rows" | "columns">,
  { screen, notes, remarks }: Noted,
): Grid {
  const { plain } = screen.paint;
  const scenarios = rows.map((row) => shownName(table.rows[row]?.scenario.title ?? "", plain));
  const places = columns.flatMap((column) => table.columns[column] ?? []);
  const isMixed = simulatedCells(table) === "some";
  const cells = rows.map((row) =>
    columns.map((column) => gridCell(table.rows[row]?.cells[column] ?? null, { screen, notes, remarks, isMixed })),
  );
  const corner = shownName(tableTitle(table), plain);
  const upright: Grid = {
    corner,
    columns: places.map((column) => ({
      group: shownName(column.provider, plain),
      label: shownName(apiLabel(column), plain),
    })),
    rows: scenarios.map((label, row) => ({ label, cells: cells[row] ?? [] })),
  };
  const turned: Grid = {
    corner,
    columns: scenarios.map((label) => ({ group: "", label })),
    rows: places.map(({ label }, column) => ({
      label: shownName(label, plain),
      cells: cells.flatMap((row) => row[column] ?? []),
    })),
  };
  return better(upright, turned, screen.width);
}

/** The label of a column without its provider. */
export function apiLabel({ label, provider }: Pick<MatrixColumn, "label" | "provider">): string {
  return label.startsWith(`${provider} `) ? label.slice(provider.length + 1) : label;
}

/** The name of a model, with a mark where no service answered any of its cells. */
export function tableTitle(table: MatrixTable): string {
  return `${table.model.title}${simulatedCells(table) === "all" ? " (simulated)" : ""}`;
}

/** `remarks`: those of the suite. */
type Noted = { readonly screen: Screen; readonly notes: Footnotes; readonly remarks: readonly Remark[] };

/** `isMixed`: services answered some cells of the table, and a simulator others, which are marked one by one. */
type CellPlace = Noted & { readonly isMixed: boolean };

function gridCell(verdict: Verdict | null, { screen: { signs, paint }, notes, remarks, isMixed }: CellPlace): GridCell {
  const known = verdict === null ? [] : remarksOn(remarks, verdict);
  const { text, notes: own, asides } = compactCell(verdict, signs, known);
  const mark = isMixed && verdict?.provenance?.source === "simulated" ? [simulatedNote] : [];
  const numbers = verdict === null ? "" : notes.numbers(verdict.cell, [...mark, ...own]);
  if (verdict !== null) notes.aside(verdict.cell, asides);
  return { text: numbers === "" ? text : `${text} ${numbers}`, painter: painterOf(verdict, paint) };
}

/** Upright, unless the turned one needs fewer parts and fewer lines. */
function better(upright: Grid, turned: Grid, width: number): Grid {
  const parts = gridWidths(upright, width).length;
  if (parts === 1 || gridWidths(turned, width).length >= parts) return upright;
  return gridHeight(turned, width) < gridHeight(upright, width) ? turned : upright;
}

const simulatedNote = { title: "simulated", seen: "no vendor sent these bytes", n: 1 };

/** Whether a simulator answered the cells of a table. */
function simulatedCells({ rows }: MatrixTable): "all" | "some" | "none" {
  const sources = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.provenance?.source ?? []));
  if (!sources.includes("simulated")) return "none";
  return sources.every((source) => source === "simulated") ? "all" : "some";
}
