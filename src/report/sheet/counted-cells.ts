import type { CountedCell } from "../cell-counts.js";
import type { Sheet } from "./sheet.js";

/** The cells of a sheet, to be counted. Recordings have no entry of known.yaml: there any bad trial makes a cell failing. */
export function countedCells({ cells, kind }: Pick<Sheet, "cells" | "kind">): readonly CountedCell[] {
  return cells.map(({ observed, known, trials }) => ({
    observed,
    isFailing: kind === "recordings" ? trials.bad > 0 : known !== null,
    isKnown: known?.state === "expected",
  }));
}
