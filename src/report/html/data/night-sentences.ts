import type { SheetCell, SheetCellNight } from "../../sheet/sheet.js";

/** What the gate says of a cell tonight, in sentences; `[]`: it says nothing. */
export function nightSentences({ night }: Pick<SheetCell, "night">): readonly string[] {
  if (night === null) return [];
  const { tonight, baseline, worse } = night;
  const counts = [
    ...(tonight === null ? [] : [`${tonight.bad} of ${tonight.eligible} bad tonight`]),
    ...(baseline === null ? [] : [`${baseline.bad} of ${baseline.eligible} bad in the baseline`]),
    ...(worse === null
      ? []
      : [`so many bad trials have a probability of ${shortNumber(worse)} at the baseline's rate`]),
  ];
  return [`${stateSentences[night.state]}${counts.length === 0 ? "" : `: ${counts.join(", ")}`}.`, ...beginOf(night)];
}

function beginOf({ since, lastGood }: SheetCellNight): readonly string[] {
  const [first, last] = [since?.[0], since?.at(-1)];
  if (first === undefined || last === undefined) return [];
  const when = first === last ? `on ${first}` : `between ${first} and ${last}`;
  return [`The change began ${when}. The last night before it: ${lastGood ?? "none in these nights"}.`];
}

/** Two significant digits, as in `0.0031` and `1.2e-7`. */
function shortNumber(value: number): string {
  return String(Number(value.toPrecision(2)));
}

const stateSentences: { readonly [state in SheetCellNight["state"]]: string } = {
  "not-measured": "Not measured tonight, and the baseline has a claim",
  regressed: "Regressed tonight",
  "regressed-2-of-3": "Regressed: suspicious in two of three nights",
  incident: "Part of an incident of its column",
  suspicious: "Suspicious tonight",
  "not-measured-well": "Measured too seldom tonight",
  fixed: "Fixed",
  "rules-changed": "The rules of its checks changed, so that it is not compared",
  learning: "The baseline has too few nights yet",
  new: "New: the baseline does not have it",
  gone: "Gone: the baseline has it, and tonight does not",
  unchanged: "Unchanged tonight",
};
