import type { WeeklyLook } from "../../verdict/regression/weekly-look.js";
import { counted } from "../counted.js";
import { percentText } from "../percent.js";
import { probabilityText } from "./counts-text.js";

/** The newest seven measured nights together, for a person. */
export function weekText({ changes, columns }: WeeklyLook, { place }: { readonly place: string }): string {
  return [
    `${place}: the newest seven measured nights together, against the baseline`,
    ...(changes.length === 0 ? ["no cell changed beyond chance"] : changes.map(changeText)),
    "columns",
    ...columns.map(columnText),
  ].join("\n");
}

function changeText({ cell, direction, week, baseline, p }: WeeklyLook["changes"][number]): string {
  const counts = `${week.bad} of ${week.eligible} bad, ${baseline.bad} of ${baseline.eligible} in the baseline`;
  return `  ${direction.toUpperCase()} ${cell}: ${counts}, ${probabilityText(p)}`;
}

function columnText({ column, nights, baseline, week }: WeeklyLook["columns"][number]): string {
  const rate = (of: typeof week) =>
    of === null
      ? "nothing measured"
      : `${percentText(of.rate)} bad${of.standardError === null ? "" : ` (standard error ${percentText(of.standardError)})`}`;
  return `  ${column}: ${rate(baseline)} in the baseline, ${rate(week)} in ${counted(nights, "night")} since`;
}
