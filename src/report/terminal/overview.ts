import { groupBy } from "../../chat/group-by.js";
import { isRed } from "../../verdict/baseline.js";
import type { MatrixTable } from "../../verdict/matrix/matrix.js";
import type { Verdict } from "../../verdict/verdict.js";
import { ran } from "./fold.js";
import type { Grid, GridCell } from "./grid.js";
import { apiLabel, tableTitle } from "./matrix-grid.js";
import type { Paint } from "./paint.js";
import type { Screen } from "./screen.js";
import { shownName } from "./shown-name.js";
import { type Sign, signOf } from "./signs.js";

/** At most so many models have a row. */
const mostRows = 60;

type Column = { readonly label: string; readonly group: string; readonly api: string };

/**
 * A big run as one table: models × columns, each cell with its worst sign, how many of its scenarios that could be judged are not red,
 * and how many were blocked. `left`: the tables without a row, which are those with the fewest red cells.
 */
export function overviewGrid(
  tables: readonly MatrixTable[],
  { paint, signs }: Screen,
): { readonly grid: Grid; readonly left: readonly MatrixTable[] } {
  const ranked = tables.toSorted((a, b) => redIn(b) - redIn(a));
  const shown = new Set(ranked.slice(0, mostRows));
  const columns = columnsOf([...shown]);
  const grid: Grid = {
    corner: "scenarios not failing",
    columns: columns.map(({ group, api }) => ({
      group: shownName(group, paint.plain),
      label: shownName(api, paint.plain),
    })),
    rows: tables
      .filter((table) => shown.has(table))
      .map((table) => ({
        label: shownName(tableTitle(table), paint.plain),
        cells: columns.map(({ label }) => summaryCell(cellsAt(table, label), { paint, signs })),
      })),
  };
  return { grid, left: ranked.slice(mostRows) };
}

function redIn({ rows }: MatrixTable): number {
  return rows.reduce((sum, { cells }) => sum + cells.filter((cell) => cell !== null && isRed(cell)).length, 0);
}

/** The columns of all models in which something ran, each once, those of a provider side by side. */
function columnsOf(tables: readonly MatrixTable[]): readonly Column[] {
  const all = tables.flatMap((table) =>
    table.columns
      .filter((_, at) => table.rows.some(({ cells }) => ran(cells[at] ?? null)))
      .map((column) => ({ label: column.label, group: column.provider, api: apiLabel(column) })),
  );
  const once = [...new Map(all.map((column) => [column.label, column])).values()];
  return [...groupBy(once, ({ group }) => group).values()].flat();
}

function cellsAt({ columns, rows }: MatrixTable, label: string): readonly (Verdict | null)[] {
  const at = columns.findIndex((column) => column.label === label);
  return at === -1 ? [] : rows.map(({ cells }) => cells[at] ?? null);
}

const worstFirst: readonly Sign[] = [
  ...(["fail", "bad", "flaky", "mixed", "pass", "ok", "blocked", "unsupported", "not-run"] as const),
];

function summaryCell(cells: readonly (Verdict | null)[], { paint, signs }: Pick<Screen, "paint" | "signs">): GridCell {
  const found = new Set(cells.map(signOf));
  const worst = worstFirst.find((sign) => found.has(sign)) ?? null;
  if (worst === null) return { text: "", painter: null };
  const judged = cells.filter((cell) => cell !== null && cell.trials.eligible > 0);
  const blocked = cells.filter((cell) => signOf(cell) === "blocked").length;
  const fine = judged.filter((cell) => cell !== null && !isRed(cell)).length;
  const counts = judged.length === 0 ? [] : [`${fine}/${judged.length}`];
  const others = blocked === 0 ? [] : judged.length === 0 ? [String(blocked)] : [`${signs.blocked}${blocked}`];
  return { text: [signs[worst], ...counts, ...others].join(" "), painter: painterFor(worst, paint) };
}

function painterFor(sign: Sign, { good, bad, warn, dim }: Paint): GridCell["painter"] {
  if (sign === "fail" || sign === "bad") return bad;
  if (sign === "pass" || sign === "ok") return good;
  return sign === "flaky" || sign === "mixed" || sign === "blocked" ? warn : dim;
}
