import type { Attribution } from "../../verdict/attribution/attribution.js";
import { differsText, readingWords } from "../../verdict/attribution/shown-words.js";
import { counted } from "../counted.js";
import { cut, plain, table } from "../markdown-text.js";
import { missingText } from "../missing-text.js";
import { firstOf } from "./limits.js";

/** No more controls than this are shown of a cell; JSON has all. */
const mostControls = 12;

/** What speaks for an attribution and against it, what is missing, and the controls; `[]` where there is nothing of it. */
export function attributionLines(attribution: Attribution): readonly string[] {
  const { controls, missing, exonerated, against } = attribution;
  if (controls.length + missing.length + against.length === 0) return [];
  const lines = [
    ...attribution.for.map((line) => `- for: ${words(line)}`),
    ...against.map((line) => `- against: ${words(line)}`),
    ...exonerated.map(({ what, because }) => `- ruled out: ${words(what)}. ${words(because)}`),
    ...missing.map((one) => `- missing: ${words(one.control)}. ${words(missingText(one))}`),
  ];
  const rows = controlTable(attribution);
  return [...lines, ...(lines.length > 0 && rows.length > 0 ? [""] : []), ...rows];
}

/** What was found, and for an open cell the control that decides first, with the price of the command that asks it, else its own. */
export function foundText({ sentence, missing: [next], party }: Attribution, price: string | null = null): string {
  if (party !== "undetermined" || next === undefined) return words(sentence);
  return `${words(sentence)} Next: ${words(next.control)} (${price ?? `about ${counted(next.calls, "call")}`}).`;
}

function words(text: string): string {
  return plain(cut(text, 600));
}

function controlTable({ controls }: Attribution): readonly string[] {
  if (controls.length === 0) return [];
  const { shown, rest } = firstOf(controls, mostControls);
  const rows = shown.map(({ kind, differs, of, bad, eligible, reading, caveats }) => [
    plain(differsText({ kind, differs })),
    plain(of),
    `${eligible - bad}/${eligible}`,
    readingWords[reading],
    plain(caveats.join(", ")),
  ]);
  const more = rest === 0 ? [] : ["", `And ${counted(rest, "more control")} (JSON has all).`];
  return [table(["differs in", "control", "ok", "shows", "what weakens it"], rows), ...more];
}
