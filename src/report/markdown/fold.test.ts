import { expect, test } from "vitest";
import { bigBundle } from "../../../test/support/big-matrix.js";
import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import { fold, shownRows } from "./fold.js";

/** A table of 3 scenarios × 4 columns, in which the cells at these places did not run. */
function tableWith(unrun: (column: number, scenario: number) => boolean): MatrixTable {
  const [table] = bigBundle({ models: 1, columns: 4, scenarios: 3, fails: (_, column) => column === 1 }).matrix.tables;
  if (table === undefined) throw new Error("there is no table");
  const rows = table.rows.map((row, s) => ({
    ...row,
    cells: row.cells.map((cell, c) =>
      unrun(c, s) && cell !== null ? { ...cell, observed: "not-run" as const } : cell,
    ),
  }));
  return { ...table, rows };
}

const idsOf = (rows: readonly { readonly scenario: { readonly id: string } }[]) =>
  rows.map(({ scenario: { id } }) => id);

test("rows and columns in which nothing ran are taken out, and are not forgotten", () => {
  const folded = fold(tableWith((column, scenario) => column === 2 || scenario === 0));
  expect(folded.places).toEqual([0, 1, 3]);
  expect(folded.emptyColumns.map(({ label }) => label)).toEqual(["provider-1 converse"]);
  expect([idsOf(folded.rows), idsOf(folded.emptyRows)]).toEqual([["scenario-1", "scenario-2"], ["scenario-0"]]);
});

test("few cells are all shown; of too many, the rows in which something is wrong", () => {
  const folded = [fold(tableWith(() => false)), fold(tableWith((_, scenario) => scenario === 1))];
  const shown = (limit: number) => [...shownRows(folded, limit).values()].map(idsOf);
  expect(shown(20)).toEqual([
    ["scenario-0", "scenario-1", "scenario-2"],
    ["scenario-0", "scenario-2"],
  ]);
  // The second table needs eight cells and leaves the rest of its share to the first.
  expect(shown(19)).toEqual([
    ["scenario-0", "scenario-1"],
    ["scenario-0", "scenario-2"],
  ]);
  expect(shown(1)).toEqual([["scenario-0"], ["scenario-0"]]);
});
