import { displayWidth, padTo } from "./display-width.js";
import type { Grid, GridColumn } from "./grid.js";
import { gap, gridWidths } from "./grid-widths.js";
import type { Painter } from "./paint.js";
import { clipLines, wrapped } from "./wrap.js";

/** How a grid is drawn. `rule`: the character of a line; `strong`: how a head is painted. */
export type Drawing = { readonly width: number; readonly rule: string; readonly strong: Painter };

/** The lines of a grid, none wider than `width`. Columns that do not fit beside each other follow in a further part. */
export function gridLines(grid: Grid, { width, rule, strong }: Drawing): readonly string[] {
  const blocks = gridWidths(grid, width);
  return blocks.flatMap((widths, at) => {
    const shown = [...widths.columns.keys()];
    const [first = 0, last = first] = [shown[0], shown.at(-1)];
    const part = blocks.length === 1 ? "" : ` (columns ${rangeText(first, last)} of ${grid.columns.length})`;
    const all = [widths.label, ...widths.columns.values()];
    const total = all.reduce((sum, one) => sum + one, gap * (all.length - 1));
    const corner = wrapped(`${grid.corner}${part}`, widths.label);
    return [
      ...(at === 0 ? [] : [""]),
      ...headLines(grid, { widths: widths.columns, corner, label: widths.label }).map(painted(strong)),
      rule.repeat(total),
      ...grid.rows.flatMap((row) => rowLines(row, grid.columns, widths)),
    ];
  });
}

/** The number of lines that {@link gridLines} takes. */
export function gridHeight(grid: Grid, width: number): number {
  return gridLines(grid, { width, rule: "-", strong: (text) => text }).length;
}

type Columns = ReadonlyMap<number, number>;

function headLines(
  { columns }: Grid,
  { widths, corner, label }: { readonly widths: Columns; readonly corner: readonly string[]; readonly label: number },
): readonly string[] {
  const groups = groupsOf(columns, widths).map(({ name, width }) => ({ width, lines: wrapped(name, width) }));
  const labels = [...widths].map(([at, width]) => {
    const column = columns[at];
    return { width, lines: wrapped(column?.label ?? "", width).map(atEdge(column, width)) };
  });
  const above = Math.max(0, ...groups.map(({ lines }) => (lines.join("") === "" ? 0 : lines.length)));
  const below = Math.max(1, ...labels.map(({ lines }) => lines.length));
  const height = Math.max(above + below, corner.length);
  return Array.from({ length: height }, (_, line) => {
    const isAbove = line < above;
    const part = (isAbove ? groups : labels).map(({ width, lines }) => ({
      width,
      text: lines[isAbove ? line : line - above] ?? "",
    }));
    return joined([{ width: label, text: corner[line] ?? "" }, ...part]);
  });
}

/** Columns side by side of one group, with the width that they take together. */
function groupsOf(
  columns: Grid["columns"],
  widths: Columns,
): readonly { readonly name: string; readonly width: number }[] {
  const groups: { name: string; width: number }[] = [];
  for (const [at, width] of widths) {
    const name = columns[at]?.group ?? "";
    const last = groups.at(-1);
    if (last?.name === name) last.width += gap + width;
    else groups.push({ name, width });
  }
  return groups;
}

function rowLines(
  { label, cells }: Grid["rows"][number],
  columns: Grid["columns"],
  { label: labelWidth, columns: widths }: { readonly label: number; readonly columns: Columns },
): readonly string[] {
  const parts = [
    {
      width: labelWidth,
      painter: null,
      lines: clipLines(wrapped(label, labelWidth, 1), { most: 6, width: labelWidth }),
    },
    ...[...widths].map(([at, width]) => {
      const { text, painter } = cells[at] ?? { text: "", painter: null };
      return { width, painter, lines: wrapped(text, width).map(atEdge(columns[at], width)) };
    }),
  ];
  const height = Math.max(...parts.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    joined(parts.map(({ width, painter, lines }) => ({ width, painter, text: lines[line] ?? "" }))),
  );
}

/** Moves the text of a column of numbers to its right edge. */
function atEdge(column: GridColumn | undefined, width: number): (text: string) => string {
  if (column?.isNumber !== true) return (text) => text;
  return (text) => padTo("", width - displayWidth(text)) + text;
}

type Part = { readonly width: number; readonly text: string; readonly painter?: Painter | null };

/** Texts beside each other. Spaces are never painted, and none ends a line. */
function joined(parts: readonly Part[]): string {
  const last = parts.findLastIndex(({ text }) => text !== "");
  return parts
    .slice(0, last + 1)
    .map(({ text, width, painter = null }, at) => {
      const shown = painter === null || text === "" ? text : painter(text);
      return at === last ? shown : shown + padTo("", width - displayWidth(text));
    })
    .join(" ".repeat(gap));
}

function painted(painter: Painter): (line: string) => string {
  return (line) => (line === "" ? "" : painter(line));
}

function rangeText(first: number, last: number): string {
  return first === last ? String(first + 1) : `${first + 1}–${last + 1}`;
}
