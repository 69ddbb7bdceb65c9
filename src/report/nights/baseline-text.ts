import { groupBy } from "../../chat/group-by.js";
import type { Baseline, BaselineCell } from "../../verdict/regression/baseline.js";
import { counted } from "../counted.js";
import { percentText } from "../percent.js";

/** A baseline for a person. `all`: every cell, not those alone that had bad trials. */
export function baselineText({ nights, reason, cells }: Baseline, { all }: { readonly all: boolean }): string {
  const shown = cells.filter((cell) => all || total(cell).bad > 0).toSorted((a, b) => share(b) - share(a));
  const columns = [...groupBy(cells, ({ column }) => column)];
  return [
    `${counted(nights.length, "night")} from ${nights[0]} to ${nights.at(-1)}, ${counted(cells.length, "cell")}`,
    ...(reason === null ? [] : [`picked by hand: ${reason}`]),
    ...columns.map(([column, own]) => `  ${column}: ${counted(own.length, "cell")}, ${percentText(shareOf(own))} bad`),
    ...(shown.length === 0 ? ["no cell had a bad trial"] : ["", all ? "cells" : "cells with bad trials"]),
    ...shown.map((cell) => `  ${cell.cell}: ${countsText(cell)}`),
  ].join("\n");
}

function countsText(cell: BaselineCell): string {
  const { bad, eligible } = total(cell);
  return `${bad} of ${eligible} bad in ${counted(cell.nights.length, "night")}`;
}

function total({ nights }: BaselineCell): { readonly bad: number; readonly eligible: number } {
  return nights.reduce((sum, night) => ({ bad: sum.bad + night.bad, eligible: sum.eligible + night.eligible }), {
    bad: 0,
    eligible: 0,
  });
}

function share(cell: BaselineCell): number {
  return shareOf([cell]);
}

function shareOf(cells: readonly BaselineCell[]): number {
  const totals = cells.map(total);
  const eligible = totals.reduce((sum, one) => sum + one.eligible, 0);
  return eligible === 0 ? 0 : totals.reduce((sum, one) => sum + one.bad, 0) / eligible;
}
