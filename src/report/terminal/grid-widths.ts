import { displayWidth } from "./display-width.js";
import type { Grid } from "./grid.js";
import { piecesOf, wrapped } from "./wrap.js";

/** Spaces between two columns. */
export const gap = 2;

/** The widths of a part of a grid: of the labels of its rows, and of each of its columns, by index. */
export type PartWidths = { readonly label: number; readonly columns: ReadonlyMap<number, number> };

/** Labels keep this share of the width where that needs no further part, and at least so many columns. */
const labelShare = 0.25;
const leastLabel = 16;
/** A longer cell may be wrapped. */
const wholeCell = 16;
/** A longer word is broken. */
const longestPiece = 20;

/**
 * The parts in which a grid fits a width, with the widths of their columns: as many columns in each part as fit at their least width.
 * What is left goes where it saves most lines: to the labels of the rows, and else to the column whose text takes most lines.
 */
export function gridWidths(grid: Grid, width: number): readonly PartWidths[] {
  const { corner, columns, rows } = grid;
  const labels = Math.max(1, widestLine([corner, ...rows.map(({ label }) => label)]));
  const least = Math.min(labels, leastLabel, Math.floor((width - gap) / 2));
  const sizes = columns.map((column, at) => {
    const cells = rows.map(({ cells: own }) => own[at]?.text ?? "");
    return sizesOf(column, cells, width - gap - least);
  });
  const wide = partsBeside(Math.max(least, Math.min(labels, Math.floor(labelShare * width))), sizes, width);
  const narrow = partsBeside(least, sizes, width);
  const { label, parts } = wide.parts.length > narrow.parts.length ? narrow : wide;
  return parts.map((part) => {
    const spare = width - label - part.reduce((sum, { size }) => sum + gap + size.least, 0);
    const most = Math.max(0, Math.min(spare, labels - label));
    const choices = labelShares.map((share) => {
      const wider = share === 1 ? most : Math.round(most * share);
      return { label: label + wider, columns: widened(part, spare - wider) };
    });
    const best = choices.reduce((shortest, one) => (linesOf(grid, one) < linesOf(grid, shortest) ? one : shortest));
    return trimmed(grid, best);
  });
}

/** What of the spare width is tried for the labels. */
const labelShares = [1, 0.75, 0.5, 0.25, 0] as const;

/** The lines that the head and the labels of a part take. */
function linesOf({ columns, rows }: Grid, { label, columns: widths }: PartWidths): number {
  const heads = [...widths].map(([at, width]) => wrapped(columns[at]?.label ?? "", width).length);
  const labels = rows.map((row) => wrapped(row.label, label, 1).length);
  return Math.max(1, ...heads) + labels.reduce((sum, lines) => sum + lines, 0);
}

/** The same lines in the least width: what no line fills is taken away. */
function trimmed({ corner, columns, rows }: Grid, { label, columns: widths }: PartWidths): PartWidths {
  const used = (texts: readonly string[], width: number, hanging = 0) =>
    widestLine(texts.flatMap((text) => wrapped(text, width, hanging)));
  const labels = rows.map((row) => row.label);
  return {
    label: Math.max(1, used([corner], label), used(labels, label, 1)),
    columns: new Map(
      [...widths].map(([at, width]) => {
        const { group = "", label: head = "" } = columns[at] ?? {};
        return [at, used([group, head, ...rows.map(({ cells }) => cells[at]?.text ?? "")], width)];
      }),
    ),
  };
}

type Sizes = { readonly least: number; readonly natural: number };
type Sized = { readonly at: number; readonly size: Sizes };

function sizesOf(column: Grid["columns"][number], cells: readonly string[], most: number): Sizes {
  const lines = cells.flatMap((text) => text.split("\n"));
  const whole = lines.map((line) => {
    const size = displayWidth(line);
    return size <= wholeCell ? size : Math.min(longestPiece, widestLine(piecesOf(line)));
  });
  const head = Math.min(longestPiece, widestLine([...piecesOf(column.label), ...piecesOf(column.group)]));
  const least = Math.min(
    most,
    [1, head, ...whole].reduce((widest, one) => Math.max(widest, one)),
  );
  return { least, natural: Math.min(most, Math.max(least, widestLine([column.label, ...lines]))) };
}

function widestLine(texts: readonly string[]): number {
  return texts.flatMap((text) => text.split("\n")).reduce((widest, line) => Math.max(widest, displayWidth(line)), 0);
}

/** The columns of each part beside labels of this width. */
function partsBeside(label: number, sizes: readonly Sizes[], width: number) {
  const parts: Sized[][] = [[]];
  let taken = label;
  for (const [at, size] of sizes.entries()) {
    if (taken > label && taken + gap + size.least > width) {
      parts.push([]);
      taken = label;
    }
    parts.at(-1)?.push({ at, size });
    taken += gap + size.least;
  }
  return { label, parts };
}

/** The widths with what is spare given, column by column, to the one whose text takes most lines. */
function widened(columns: readonly Sized[], spare: number): ReadonlyMap<number, number> {
  const widths = columns.map(({ size }) => size.least);
  for (let left = spare; left > 0; left -= 1) {
    const lines = columns.map(({ size }, at) => size.natural / (widths[at] ?? 1));
    const most = Math.max(...lines);
    if (!(most > 1)) break;
    const tallest = lines.indexOf(most);
    widths[tallest] = (widths[tallest] ?? 0) + 1;
  }
  return new Map(columns.map(({ at }, index) => [at, widths[index] ?? 1]));
}
