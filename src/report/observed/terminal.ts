import type { ObservedMatrix, ObservedRow } from "../../verdict/observed/observed-matrix.js";
import { findingText } from "../cell-text.js";
import { counted } from "../counted.js";
import { painterOf } from "../terminal/compact-cell.js";
import { gridLines } from "../terminal/draw-grid.js";
import type { GridCell } from "../terminal/grid.js";
import { leastWidth, type Screen } from "../terminal/screen.js";
import { shownName } from "../terminal/shown-name.js";
import { signOf } from "../terminal/signs.js";
import { wrapped } from "../terminal/wrap.js";
import { observedCounts } from "./cell-text.js";
import { observedFaultLines } from "./whose-fault.js";

/** Without `--all`, at most so many rows are shown. */
const mostRows = 100;

/**
 * The observed matrix for a terminal, no line wider than the screen: who answered × the kind of request, then the findings by their
 * numbers. `all`: shows every row, those without a bad or blocked cell too.
 */
export function observedTerminal(
  matrix: ObservedMatrix,
  { screen: given, all }: { readonly screen: Screen; readonly all: boolean },
): string {
  const screen = { ...given, width: Math.max(leastWidth, given.width) };
  const { paint, width } = screen;
  const remarkable = all ? matrix.rows : matrix.rows.filter(isRemarkable);
  const shown = all ? remarkable : remarkable.slice(0, mostRows);
  const fine = matrix.rows.length - remarkable.length;
  const rest = remarkable.length - shown.length;
  const hidden = [
    ...(rest === 0 ? [] : [`${counted(rest, "more row")} with bad or blocked cells; --all shows them.`]),
    ...(fine === 0 ? [] : [`${counted(fine, "more row")} with only ${screen.signs.ok}; --all shows them.`]),
  ];
  return [
    ...(shown.length === 0 ? [] : tableLines(matrix, shown, screen)),
    ...hidden.flatMap((line) => wrapped(line, width, 2)).map(paint.dim),
    "",
    ...matrix.findings.flatMap((finding, at) => findingLines(finding, at + 1, screen)),
    ...observedFaultLines(matrix, 20).flatMap((line) => {
      const indent = line.startsWith("  ") ? "  " : "";
      return wrapped(`${indent}${shownName(line, paint.plain, 500)}`, width, 2);
    }),
  ].join("\n");
}

function isRemarkable({ cells }: ObservedRow): boolean {
  return cells.some((cell) => cell !== null && cell.observed !== "ok");
}

function tableLines(
  { shapes, findings }: ObservedMatrix,
  rows: readonly ObservedRow[],
  { paint, signs, width }: Screen,
): readonly string[] {
  const used = [...shapes.keys()].filter((at) => rows.some(({ cells }) => (cells[at] ?? null) !== null));
  // One finding may be bad here and a note there.
  const numbers = new Map(
    findings.flatMap((one, at) => (one.severity === "bad" ? [[findingText({ ...one, n: 1 }), at + 1]] : [])),
  );
  const cellOf = (cell: ObservedRow["cells"][number]): GridCell => {
    if (cell === null) return { text: "", painter: null };
    const bad = cell.findings.filter(({ severity }) => severity === "bad");
    const refs = bad.map((finding) => `[${numbers.get(findingText({ ...finding, n: 1 })) ?? "?"}]`).join("");
    const seen = { ...cell, claim: null };
    const text = `${signs[signOf(seen)]} ${observedCounts(cell)} ${refs}`;
    return { text: shownName(text, paint.plain), painter: painterOf(seen, paint) };
  };
  const grid = {
    corner: "who answered",
    columns: used.map((at) => ({ group: "", label: shownName(shapes[at] ?? "", paint.plain) })),
    rows: rows.map((row) => ({
      label: whoText(row, paint.plain),
      cells: used.map((at) => cellOf(row.cells[at] ?? null)),
    })),
  };
  return gridLines(grid, { width, rule: signs.rule, strong: paint.strong });
}

/** The model, and below it, indented, who was asked. */
function whoText({ model, provider, api, upstream, source }: ObservedRow, plain: Screen["paint"]["plain"]): string {
  const servedBy = upstream === null ? "" : ` @ ${upstream}`;
  const asked = `${provider} ${api}${servedBy}${source === "authored" ? " (authored)" : ""}`;
  return `${shownName(model, plain)}\n  ${shownName(asked, plain)}`;
}

function findingLines(
  finding: ObservedMatrix["findings"][number],
  number: number,
  { paint, signs, width }: Screen,
): readonly string[] {
  const { severity, exchanges, cells, seen, places } = finding;
  const sign = severity === "bad" ? signs.bad : "·";
  const often = `${counted(exchanges, "exchange")}, ${counted(cells, "cell")}`;
  const lines = wrapped(`[${number}] ${sign} ${findingText({ ...finding, n: 1 })}: ${often}`, width, 4);
  const [place] = places;
  const where =
    place === undefined
      ? []
      : wrapped(
          `    ${shownName(`${place.file}#${place.interaction}`, paint.plain, 200)}: ${shownName(seen, paint.plain, 140)}`,
          width,
          2,
        );
  return [...(severity === "bad" ? lines.map(paint.bad) : lines), ...where.map(paint.dim)];
}
