import { gridLines } from "./draw-grid.js";
import { leastWidth, type Screen } from "./screen.js";

/** The texts of a table, which are safe to be shown. */
export type TableTexts = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** A table of texts, with a rule below its head; no line is wider than the screen. */
export function plainTable({ head, rows }: TableTexts, { width, signs, paint }: Screen): string {
  const [corner = "", ...labels] = head;
  const grid = {
    corner,
    columns: labels.map((label) => ({ group: "", label })),
    rows: rows.map(([label = "", ...cells]) => ({ label, cells: cells.map((text) => ({ text, painter: null })) })),
  };
  return gridLines(grid, { width: Math.max(leastWidth, width), rule: signs.rule, strong: paint.strong }).join("\n");
}
