import { displayWidth } from "./display-width.js";
import type { Grid } from "./grid.js";
import { piecesOf } from "./wrap.js";

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
 * What is left goes to the labels first, then to the narrowest column whose text is wrapped.
 */
export function gridWidths({ corner, columns, rows }: Grid, width: number): readonly PartWidths[] {
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
    const wider = Math.max(0, Math.min(spare, labels - label));
    return { label: label + wider, columns: widened(part, spare - wider) };
  });
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

function widened(columns: readonly Sized[], spare: number): ReadonlyMap<number, number> {
  const widths = new Map(columns.map(({ at, size }) => [at, size.least]));
  for (let left = spare; left > 0; left -= 1) {
    const short = columns.filter(({ at, size }) => (widths.get(at) ?? 0) < size.natural);
    const [narrowest] = short.toSorted((a, b) => (widths.get(a.at) ?? 0) - (widths.get(b.at) ?? 0));
    if (narrowest === undefined) break;
    widths.set(narrowest.at, (widths.get(narrowest.at) ?? 0) + 1);
  }
  return widths;
}
