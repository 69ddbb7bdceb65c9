import { counted } from "../counted.js";

/** One night of an overview. `missed`: no run that night. */
export type NightRow = {
  readonly night: string;
  readonly missed: boolean;
  readonly runs: readonly string[];
  readonly cells: number;
  /** Cells without an eligible trial, with any bad trial, and with bad trials only. */
  readonly unmeasured: number;
  readonly someBad: number;
  readonly allBad: number;
  /** Cells that were measured by two runs, of which the later one counts. */
  readonly replaced: number;
  readonly masked: readonly string[];
};

/** The nights of a history, oldest first, one a line. */
export function nightsText(place: string, rows: readonly NightRow[]): string {
  if (rows.length === 0) return `${place}: no night yet; \`llm-parity history add RUN\` appends one.`;
  return [place, ...rows.map(rowText)].join("\n");
}

function rowText(row: NightRow): string {
  if (row.missed) return `${row.night}  missed`;
  const words = [
    counted(row.cells, "cell"),
    `${row.allBad} all bad`,
    `${row.someBad - row.allBad} partly bad`,
    ...(row.unmeasured === 0 ? [] : [`${row.unmeasured} not measured`]),
    ...(row.masked.length === 0 ? [] : [`masked: ${row.masked.join(", ")}`]),
    ...(row.runs.length === 1 ? [] : [counted(row.runs.length, "run")]),
    ...(row.replaced === 0 ? [] : [`${counted(row.replaced, "cell")} measured twice: the later run counts`]),
  ];
  return `${row.night}  ${words.join("; ")}`;
}
