import type { Remark } from "../../scenario/catalog.js";
import type { Matrix, MatrixTable } from "../../verdict/matrix/matrix.js";
import type { Verdict } from "../../verdict/verdict.js";
import { counted } from "../counted.js";
import { briefLines } from "../whose-fault-text.js";
import { compactCell } from "./compact-cell.js";
import { type Drawing, gridLines } from "./draw-grid.js";
import type { FailingNote } from "./failing-notes.js";
import { faultLines, type NextCommands } from "./fault-lines.js";
import { type Folded, foldTable } from "./fold.js";
import { foldText, unrunModels } from "./fold-text.js";
import { Footnotes } from "./footnotes.js";
import { legendLine } from "./legend-line.js";
import { longForm } from "./long-form.js";
import { matrixGrid } from "./matrix-grid.js";
import { overviewGrid } from "./overview.js";
import { parameterLines } from "./parameter-lines.js";
import { leastWidth, type Screen } from "./screen.js";
import { wrapped } from "./wrap.js";

/** Tables with more rows become one overview. */
const mostRows = 120;
/** Findings below an overview. */
const mostFindings = 10;
/** Paragraphs of whose fault it is. */
const mostFaults = 5;

/**
 * A matrix for a terminal, no line wider than the screen. A table for each model in which something ran, or one overview of a big run;
 * the findings as footnotes; what was left out, counted; then what differs and whose fault it is. `isVerbose`: every table, and then
 * every cell in words.
 */
export function matrixTerminal(
  matrix: Matrix,
  {
    screen: given,
    isVerbose,
    next = new Map(),
    notes = new Map(),
  }: {
    readonly screen: Screen;
    readonly isVerbose: boolean;
    /** The command that asks what would tell whose fault a cell is. */
    readonly next?: NextCommands;
    /** What is said below failing cells; absent: nothing. */
    readonly notes?: ReadonlyMap<Verdict, FailingNote>;
  },
): string {
  const screen = { ...given, width: Math.max(leastWidth, given.width) };
  const { width, paint } = screen;
  const briefs = briefLines(matrix).flatMap((line) => wrapped(paint.plain(line.replace(/\s+/g, " ")), width, 2));
  const parts = [
    ...tableParts(matrix, screen, isVerbose),
    parameterLines(matrix, screen),
    ...(isVerbose ? matrix.tables.map((table) => longForm(table, screen)) : []),
    [
      ...faultLines(matrix, screen, { most: isVerbose ? Number.POSITIVE_INFINITY : mostFaults, next, notes }),
      ...briefs,
    ],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

type Parts = readonly (readonly string[])[];
type FoldedTable = { readonly table: MatrixTable; readonly fold: Folded };

function tableParts(matrix: Matrix, screen: Screen, isVerbose: boolean): Parts {
  const folded = matrix.tables.map((table) => ({ table, fold: foldTable(table) }));
  const shown = folded.filter(({ fold }) => fold.rows.length > 0);
  const rows = shown.reduce((sum, { fold }) => sum + fold.rows.length, 0);
  const isBig = !isVerbose && rows > mostRows;
  const left = unrunModels(
    folded.filter(({ fold }) => fold.rows.length === 0).map(({ table }) => table),
    screen,
  );
  const isPartial = isBig || left !== null || shown.some(({ fold }) => fold.hidden.cells.length > 0);
  const below = [
    ...(left === null ? [] : [left]),
    ...(isPartial && !isVerbose ? ["`--verbose` lists every cell."] : []),
    ...(shown.length === 0
      ? []
      : [
          legendLine(
            shown.map(({ table }) => table),
            screen,
            matrix.suite.remarks,
          ),
        ]),
  ];
  return [
    ...(isBig
      ? overviewParts(
          shown.map(({ table }) => table),
          screen,
        )
      : modelParts(shown, screen, matrix.suite.remarks)),
    below.flatMap((line) => wrapped(line, screen.width, 2)).map(screen.paint.dim),
  ];
}

function modelParts(shown: readonly FoldedTable[], screen: Screen, remarks: readonly Remark[]): Parts {
  const notes = new Footnotes();
  const tables = shown.map(({ table, fold }) => {
    const folds = foldText(table, fold, screen);
    return [
      ...gridLines(matrixGrid(table, fold, { screen, notes, remarks }), drawingOf(screen)),
      ...(folds === null ? [] : wrapped(folds, screen.width, 2).map(screen.paint.dim)),
    ];
  });
  return [...tables, notes.lines(screen)];
}

function overviewParts(tables: readonly MatrixTable[], screen: Screen): Parts {
  const notes = new Footnotes();
  for (const { rows } of tables)
    for (const cell of rows.flatMap(({ cells }) => cells))
      if (cell !== null) notes.numbers(cell.cell, compactCell(cell, screen.signs).notes);
  const { grid, left } = overviewGrid(tables, screen);
  const rest = left.length === 0 ? [] : [`and ${counted(left.length, "more model")} with fewer failing cells`];
  return [[...gridLines(grid, drawingOf(screen)), ...rest], notes.frequentLines(screen, mostFindings)];
}

function drawingOf({ width, signs, paint }: Screen): Drawing {
  return { width, rule: signs.rule, strong: paint.strong };
}
