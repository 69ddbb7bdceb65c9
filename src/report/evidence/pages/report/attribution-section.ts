import { partyWords, ruleText, stateWords } from "../../../../verdict/attribution/shown-words.js";
import { cellName } from "../../../../verdict/evidence/evidence-calls.js";
import type { Material } from "../../../../verdict/evidence/material.js";
import { plain } from "../../../markdown-text.js";
import { missingText } from "../../../missing-text.js";
import { standingText } from "../../../whose-fault-text.js";
import { hasOtherCounts, linkedCounts } from "../facts/linked-counts.js";
import type { Print } from "../facts/print.js";

/** Whose fault it is as far as the controls go: what speaks for and against it, what is ruled out, and the missing control with its price. */
export function attributionSection(material: Material, print: Print): readonly string[] {
  const { attribution, failing } = material;
  const { party, rule, sentence, exonerated, missing, standing } = attribution;
  const firmly = standing === "established" ? ", established" : "";
  const says = (text: string) => linkedCounts(text, material, print);
  // The counts of the failing cell itself stand above.
  const own = `${cellName(failing.verdict.cell)}: `;
  return [
    `**${partyWords[party]}**${firmly}${plain(standingText(attribution))}, ${plain(ruleText(rule))}. ${says(sentence)}`,
    "",
    ...attribution.for.filter((line) => !line.startsWith(own)).map((line) => `- for: ${says(line)}`),
    ...attribution.against.map((line) => `- against: ${says(line)}`),
    ...exonerated.map(({ what, because }) => `- ruled out: ${plain(what)}. ${says(because)}`),
    ...missing.map((one) => `- missing: ${plain(one.control)}. ${plain(missingText(one))}`),
  ];
}

/** The possible causes of a blank reply, with what this evidence says of each; `[]` where the reply is not blank. */
export function hypothesesSection(material: Material, print: Print): readonly string[] {
  const { hypotheses } = material;
  const touched = hypotheses.filter(({ state }) => state !== "untouched");
  const untouched = hypotheses.filter(({ state }) => state === "untouched");
  return [
    ...touched.map(({ id, statement, state, says }) => {
      const counted = says
        .filter((text) => !hasOtherCounts(text, material))
        .map((text) => linkedCounts(text, material, print));
      return [`- **${id}, ${stateWords[state]}**: ${statement}`, ...counted].join(" ");
    }),
    ...untouched.map(({ id, statement, test }) => `- ${id}, not tested: ${statement} What would decide: ${test}`),
  ];
}
