import Table from "cli-table3";
import type { ObservedMatrix, ObservedRow } from "../../verdict/observed/observed-matrix.js";
import { findingText } from "../cell-text.js";
import { wrappedLines } from "../column-widths.js";
import { counted } from "../counted.js";
import { type Paint, painted } from "../terminal.js";
import { clipped, observedCellLines } from "./cell-text.js";
import { observedFaultLines } from "./whose-fault.js";

/** The observed matrix for a terminal. `width`: in characters. `all`: shows rows without a bad or blocked cell too. */
export function observedTerminal(
  matrix: ObservedMatrix,
  { paint, width, all }: { readonly paint: Paint; readonly width: number; readonly all: boolean },
): string {
  const shown = all ? matrix.rows : matrix.rows.filter(isRemarkable);
  const hidden = matrix.rows.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : [rowsTable(matrix.shapes, shown, { paint, width })]),
    ...(hidden === 0 ? [] : [paint.dim(`${counted(hidden, "more row")} with only ✓; --all shows them.`)]),
    "",
    ...findingLines(matrix, paint),
    ...observedFaultLines(matrix, 20).map(paint.plain),
  ].join("\n");
}

function isRemarkable({ cells }: ObservedRow): boolean {
  return cells.some((cell) => cell !== null && cell.observed !== "ok");
}

function rowsTable(
  shapes: readonly string[],
  rows: readonly ObservedRow[],
  { paint, width }: { readonly paint: Paint; readonly width: number },
): string {
  const used = shapes.filter((_, index) => rows.some(({ cells }) => (cells[index] ?? null) !== null));
  // A finding's name and count fit on a line of 28; a row's first column is wider than the others.
  const share = Math.min(34, Math.max(14, Math.floor((width - used.length - 2) / (used.length + 1.6))));
  const whoWidth = Math.max(20, Math.floor(share * 1.6));
  const table = new Table({
    head: ["who answered", ...used.map((shape) => wrappedLines(paint.plain(shape), share).join("\n"))],
    style: { head: [], border: [], compact: true },
    colWidths: [whoWidth, ...used.map(() => share)],
  });
  for (const row of rows) {
    const cells = used.map((shape) => row.cells[shapes.indexOf(shape)] ?? null);
    table.push([
      whoLines(row, { plain: paint.plain, width: whoWidth }).join("\n"),
      ...cells.map((cell) =>
        observedCellLines(cell)
          .flatMap((line) => wrappedLines(paint.plain(line), share))
          .map((line) => painted(line, cell?.observed ?? null, paint))
          .join("\n"),
      ),
    ]);
  }
  return table.toString();
}

/** The model, and below it, indented, who was asked. */
function whoLines(
  { model, provider, api, upstream, source }: ObservedRow,
  { plain, width }: Pick<Paint, "plain"> & { readonly width: number },
): readonly string[] {
  const servedBy = upstream === null ? "" : ` @ ${upstream}`;
  const asked = `${provider} ${api}${servedBy}${source === "authored" ? " (authored)" : ""}`;
  return [...wrappedLines(plain(model), width), ...wrappedLines(plain(asked), width - 2).map((line) => `  ${line}`)];
}

function findingLines({ findings }: ObservedMatrix, paint: Paint): readonly string[] {
  return findings.flatMap((one) => {
    const name = findingText({ ...one, n: 1 });
    const [place] = one.places;
    const line = `${one.severity === "bad" ? "✗" : "·"} ${name}: ${counted(one.exchanges, "exchange")}, ${counted(one.cells, "cell")}`;
    const where = place === undefined ? "" : `    ${place.file}#${place.interaction}: ${clipped(one.seen, 140)}`;
    return [one.severity === "bad" ? paint.bad(line) : line, paint.dim(where)];
  });
}
