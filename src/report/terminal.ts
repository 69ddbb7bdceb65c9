import Table from "cli-table3";
import type { MatrixTable } from "../verdict/matrix/matrix.js";
import type { Verdict } from "../verdict/verdict.js";
import { cellText } from "./cell-text.js";
import { columnWidths, leastWidths, type TableTexts, tableWidth, wrappedLines } from "./column-widths.js";

/** Colours a text by its meaning, where there is colour. Each painter, `plain` too, makes the text safe to be shown. */
export type Paint = { readonly [meaning in "good" | "bad" | "dim" | "plain"]: Painter };
type Painter = (text: string) => string;

/**
 * One table for each model: a title line, then scenarios × columns. `width`: of the terminal, in characters; null (default):
 * unlimited. Columns that do not fit beside each other follow in a further table.
 */
export function terminalTables(tables: readonly MatrixTable[], paint: Paint, width: number | null = null): string {
  return tables
    .flatMap((one) =>
      blocksOf(textsOf(one, paint), width).map((columns) => terminalTable(one, columns, { paint, width })),
    )
    .join("\n\n");
}

/** A plain table with a rule below its head only. `width` as in {@link terminalTables}. */
export function plainTable(texts: TableTexts, width: number | null): string {
  return drawTable(texts, { width, painterOf: () => null });
}

function terminalTable(
  { model, columns, rows }: MatrixTable,
  shown: readonly number[],
  { paint, width }: { readonly paint: Paint; readonly width: number | null },
): string {
  const part = shown.length === columns.length ? "" : ` (columns ${placesOf(shown)} of ${columns.length})`;
  const cells = rows.map((row) => shown.map((at) => row.cells[at] ?? null));
  const texts = {
    head: [`${model.title}${part}`, ...shown.map((at) => paint.plain(columns[at]?.label ?? ""))],
    rows: rows.map(({ scenario }, at) => [
      scenario.title,
      ...(cells[at] ?? []).map((cell) => paint.plain(cellText(cell))),
    ]),
  };
  const painterOf = (row: number, column: number) =>
    column === 0 ? null : painterFor(cells[row]?.[column - 1]?.observed ?? null, paint);
  return drawTable(texts, { width, painterOf });
}

/** `painterOf`: the colour of a cell; null: none. */
type Drawing = {
  readonly width: number | null;
  readonly painterOf: (row: number, column: number) => Painter | null;
};

function drawTable(texts: TableTexts, { width, painterOf }: Drawing): string {
  const colWidths = columnWidths(texts, width);
  const wrap = (text: string, column: number) => wrappedLines(text, colWidths[column] ?? 0);
  const table = new Table({
    head: texts.head.map((text, column) => wrap(text, column).join("\n")),
    style: { head: [], border: [], compact: true },
    colWidths: [...colWidths],
  });
  for (const [at, row] of texts.rows.entries())
    table.push(
      row.map((text, column) => {
        const painter = painterOf(at, column);
        const lines = wrap(text, column);
        return (painter === null ? lines : lines.map(painter)).join("\n");
      }),
    );
  return table.toString();
}

function textsOf({ model, columns, rows }: MatrixTable, { plain }: Paint): TableTexts {
  return {
    head: [model.title, ...columns.map(({ label }) => plain(label))],
    rows: rows.map(({ scenario, cells }) => [scenario.title, ...cells.map((cell) => plain(cellText(cell)))]),
  };
}

/** The columns, by their index, of each table of one model: as many as fit beside the titles at their least width. */
function blocksOf(texts: TableTexts, width: number | null): readonly (readonly number[])[] {
  const [titles = 0, ...least] = leastWidths(texts).map((one) => Math.max(one, narrowest));
  if (width === null) return [least.map((_, at) => at)];
  const blocks: number[][] = [[]];
  for (const at of least.keys()) {
    const block = blocks.at(-1) ?? [];
    const widths = [titles, ...[...block, at].map((one) => least[one] ?? 0)];
    if (block.length > 0 && tableWidth(widths) > width) blocks.push([at]);
    else block.push(at);
  }
  return blocks;
}

/** A narrower column is hard to read. */
const narrowest = 14;

function placesOf(shown: readonly number[]): string {
  const [first = 0, last = first] = [shown[0], shown.at(-1)];
  return first === last ? String(first + 1) : `${first + 1}–${last + 1}`;
}

/** `text` in the colour of what was observed: good, bad, or dim for anything that is not an observation. */
export function painted(text: string, observed: Verdict["observed"] | null, paint: Paint): string {
  return painterFor(observed, paint)(text);
}

function painterFor(observed: Verdict["observed"] | null, { good, bad, dim }: Paint): Painter {
  if (observed === "ok") return good;
  return observed === "bad" || observed === "mixed" ? bad : dim;
}
