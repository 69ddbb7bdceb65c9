import { expect, test } from "vitest";
import { bigRun } from "../../../test/support/big-run.js";
import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import { fold, shownRows } from "./fold.js";

/** A table of 3 scenarios × 4 columns, of which the second fails, and in which the cells at these places did not run. */
function tableWith(unrun: (column: number, scenario: number) => boolean): MatrixTable {
  const [table] = bigRun({ models: 1, scenarios: 3, shares: {} }).bundle.matrix.tables;
  if (table === undefined) throw new Error("there is no table");
  const rows = table.rows.map((row, s) => ({
    ...row,
    cells: row.cells.slice(0, 4).map((cell, c) => {
      if (cell === null) return null;
      return { ...cell, observed: unrun(c, s) ? ("not-run" as const) : c === 1 ? ("bad" as const) : cell.observed };
    }),
  }));
  return { ...table, columns: table.columns.slice(0, 4), rows };
}

const idsOf = (rows: readonly { readonly scenario: { readonly id: string } }[]) =>
  rows.map(({ scenario: { id } }) => id);

test("rows and columns in which nothing ran are taken out, and are not forgotten", () => {
  const folded = fold(tableWith((column, scenario) => column === 2 || scenario === 0));
  expect(folded.places).toEqual([0, 1, 3]);
  expect(folded.emptyColumns.map(({ label }) => label)).toEqual(["moonshot chat-completions"]);
  expect([idsOf(folded.rows), idsOf(folded.emptyRows)]).toEqual([["scenario-2", "scenario-3"], ["scenario-1"]]);
});

test("few cells are all shown; of too many, the rows in which something is wrong", () => {
  const folded = [fold(tableWith(() => false)), fold(tableWith((_, scenario) => scenario === 1))];
  const shown = (cells: number, models = 2) =>
    [...shownRows(folded, { all: cells, cells, models }).values()].map(idsOf);
  expect(shown(20)).toEqual([
    ["scenario-1", "scenario-2", "scenario-3"],
    ["scenario-1", "scenario-3"],
  ]);
  // The second table needs eight cells and leaves the rest of its share to the first.
  expect(shown(19)).toEqual([
    ["scenario-1", "scenario-2"],
    ["scenario-1", "scenario-3"],
  ]);
  expect(shown(1)).toEqual([["scenario-1"], ["scenario-1"]]);
  expect(shown(12, 1)).toEqual([["scenario-1", "scenario-2", "scenario-3"], []]);
});
