import { parties as allParties } from "../../verdict/attribution/attribution.js";
import { partyWords } from "../../verdict/attribution/shown-words.js";
import { clipped } from "../../verdict/compare-text.js";
import type { ObservedMatrix } from "../../verdict/observed/observed-matrix.js";
import type { ObservedAttribution } from "../../verdict/observed/sample-tally.js";
import type { ObservedCell } from "../../verdict/observed/tally.js";
import { counted } from "../counted.js";
import { plain } from "../markdown-text.js";
import { faultText, openText } from "../whose-fault-text.js";

/** Whose fault the failing cells are, a line each; those of which the recordings say nothing are counted. At most `most` lines. */
export function observedFaultLines(matrix: ObservedMatrix, most: number): readonly string[] {
  const all = [...matrix.attributions];
  if (all.length === 0) return [];
  const told = all.filter(([, { attribution }]) => attribution.party !== "undetermined" || saysSomething(attribution));
  const lines = told.slice(0, most).map(([cell, found]) => `  ${lineOf(cell, found)}`);
  const rest = told.length - lines.length;
  const open = all.length - told.length;
  return [
    "Whose fault:",
    ...lines,
    ...(rest > 0 ? [`  and ${counted(rest, "more cell")}`] : []),
    ...(open > 0 ? [`  ${counted(open, "cell")}: undetermined, nothing in these recordings decides it`] : []),
  ];
}

/** The same as a section of a Markdown page; empty where no cell fails. */
export function observedFaultSection(matrix: ObservedMatrix): string {
  const [, ...lines] = observedFaultLines(matrix, 60);
  if (lines.length === 0) return "";
  const items = lines.map((line) => `- ${plain(line.trim())}`);
  return [
    "## Whose fault",
    "",
    "Each verdict follows the first rule of docs/attribution.md that fits the other recordings. Kept recordings were not interleaved, so that a control only suggests.",
    "",
    ...items,
  ].join("\n");
}

function saysSomething({ leans, decides }: ObservedAttribution["attribution"]): boolean {
  return leans !== null || decides !== null;
}

function lineOf({ model, provider, api, shape }: ObservedCell, { attribution, parties }: ObservedAttribution): string {
  const { party, sentence } = attribution;
  const words = party === "undetermined" ? openText(attribution) : clipped(sentence, 160);
  const others = allParties.flatMap((one) =>
    one === party || parties[one] === undefined ? [] : [`${parties[one]} ${partyWords[one]}`],
  );
  const mixed = others.length === 0 ? "" : ` (others of its exchanges: ${others.join(", ")})`;
  return `${shape} on ${model}, ${provider} ${api}: ${faultText(attribution)}: ${words}${mixed}`;
}
