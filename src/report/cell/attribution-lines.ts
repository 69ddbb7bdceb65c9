import type { Attribution } from "../../verdict/attribution/attribution.js";
import { ruleText } from "../../verdict/attribution/shown-words.js";
import { missingText } from "../missing-text.js";
import { faultText } from "../whose-fault-text.js";

/** Whose fault a cell is, as plain text: the verdict, what speaks for and against it, who is ruled out, and what is missing. */
export function attributionLines(attribution: Attribution | null): readonly string[] {
  if (attribution === null) return [];
  const { rule, sentence, against, exonerated, missing } = attribution;
  return [
    "Whose fault",
    `  ${faultText(attribution)}, ${ruleText(rule)}`,
    `  ${sentence}`,
    ...attribution.for.map((line) => `  for: ${line}`),
    ...against.map((line) => `  against: ${line}`),
    ...exonerated.map(({ what, because }) => `  ruled out: ${what}. ${because}`),
    ...missing.map((one) => `  missing: ${one.control}. ${missingText(one)}`),
    "",
  ];
}
