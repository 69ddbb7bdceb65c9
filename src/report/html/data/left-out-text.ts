import { counted } from "../../counted.js";
import { numberRanges } from "../../number-ranges.js";
import type { LeftOutTrials } from "../../sheet/trial-evidence.js";
import type { CellDetail } from "./cell-detail.js";

/** What a page says of trials that it does not show. */
export function leftOutText({ trials, why, command }: LeftOutTrials): CellDetail["leftOut"][number] {
  const named = `${trials.length === 1 ? "Trial" : "Trials"} ${numberRanges(trials)}`;
  const are = trials.length === 1 ? "is" : "are";
  switch (why) {
    case "too-much":
      return {
        says: `${named} ${are} not in this page, which has no room for more. To print ${one(trials)}:`,
        command,
      };
    case "not-chosen":
      return {
        says: `The exchanges of ${counted(trials.length, "trial")} are not in this page. To print ${one(trials)}:`,
        command,
      };
    case "no-bytes":
      return { says: `${named}: no bytes were kept.`, command: null };
  }
}

function one(trials: readonly number[]): string {
  return trials.length === 1 ? "it" : `trial ${trials[0]}`;
}
