import type { Painter } from "./paint.js";

/** A table of texts that are safe to be shown. Columns side by side that are of one group share its name above theirs. */
export type Grid = {
  /** Above the labels of the rows. */
  readonly corner: string;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly GridCell[] }[];
};

/** `isNumber`: its texts stand at its right edge. Default: false. */
export type GridColumn = { readonly group: string; readonly label: string; readonly isNumber?: boolean };

/** `painter` null: in no colour. */
export type GridCell = { readonly text: string; readonly painter: Painter | null };
