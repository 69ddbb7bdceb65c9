import type { Attribution } from "../../verdict/attribution/attribution.js";
import { counted } from "../counted.js";
import { standingText } from "../whose-fault-text.js";

/** Whose fault a cell is, as plain text: the verdict, what speaks for and against it, who is exonerated, and what is missing. */
export function attributionLines(attribution: Attribution | null): readonly string[] {
  if (attribution === null) return [];
  const { party, rule, sentence, against, exonerated, missing } = attribution;
  return [
    "Whose fault",
    `  ${party}${standingText(attribution)}, by the rule ${rule}`,
    `  ${sentence}`,
    ...attribution.for.map((line) => `  for: ${line}`),
    ...against.map((line) => `  against: ${line}`),
    ...exonerated.map(({ what, because }) => `  exonerated: ${what}. ${because}`),
    ...missing.map(
      ({ control, tells, calls }) => `  missing: ${control}. It tells ${tells}, in about ${counted(calls, "call")}.`,
    ),
    "",
  ];
}
