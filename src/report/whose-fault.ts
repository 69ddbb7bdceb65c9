import type { Attribution } from "../verdict/attribution/attribution.js";
import type { Verdict } from "../verdict/verdict.js";
import type { Bundle } from "./bundle.js";
import { cellText } from "./cell-text.js";
import { counted } from "./counted.js";
import { plain, sourceLink, table } from "./markdown-text.js";
import { briefsOf, standingText } from "./whose-fault-text.js";

/** Whose fault each failing cell is, with what speaks for it and against it; empty where no cell fails. */
export function whoseFaultSection({ matrix }: Bundle): string {
  const cells = [...matrix.attributions];
  if (cells.length === 0) return "";
  const briefs = briefsOf(matrix).map(
    ({ title, known, notKnown, source, date }) =>
      `**${plain(title)}.** Known: ${known} Not known: ${notKnown} (${sourceLink(source)}, ${date})`,
  );
  const rows = cells.map(([verdict, attribution]) => [
    plain(nameOf(verdict)),
    plain(cellText(verdict)),
    `**${attribution.party}**${plain(standingText(attribution))}`,
    plain(foundText(attribution)),
  ]);
  return [
    "## Whose fault",
    "",
    ...briefs.flatMap((brief) => [brief, ""]),
    "By the first rule that fits the controls of this run (docs/attribution.md). A control differs from the failing cell in one",
    "thing. A provider is at most suspected here: that it is at fault takes the same body at both places, asked in turns.",
    "",
    table(["cell", "observed", "whose", "what was found"], rows),
    "",
    ...cells.flatMap(([verdict, attribution]) => detailLines(verdict, attribution)),
  ].join("\n");
}

function nameOf({ cell }: Verdict): string {
  return `${cell.scenario} on ${cell.target}${cell.client === "sdk" ? "" : ` (${cell.client})`}`;
}

function foundText({ sentence, missing: [next], party }: Attribution): string {
  if (party !== "undetermined" || next === undefined) return sentence;
  return `${sentence} Next: ${next.control} (about ${counted(next.calls, "call")}).`;
}

/** A refusal says all in the table; anything else has its evidence. */
function detailLines(verdict: Verdict, attribution: Attribution): readonly string[] {
  const { controls, missing, exonerated, against } = attribution;
  if (controls.length + missing.length + against.length === 0) return [];
  return [
    `<details><summary>${plain(nameOf(verdict))}: ${attribution.party}${plain(standingText(attribution))}</summary>`,
    "",
    ...attribution.for.map((line) => `- for: ${plain(line)}`),
    ...against.map((line) => `- against: ${plain(line)}`),
    ...exonerated.map(({ what, because }) => `- exonerated: ${plain(what)}. ${plain(because)}`),
    ...missing.map(
      ({ control, tells, calls }) =>
        `- missing: ${plain(control)}. It tells ${plain(tells)}, in about ${counted(calls, "call")}.`,
    ),
    "",
    ...controlTable(attribution),
    "</details>",
    "",
  ];
}

/** No more controls than this are shown of a cell; JSON has all. */
const mostShown = 12;

function controlTable({ controls }: Attribution): readonly string[] {
  if (controls.length === 0) return [];
  const rest = controls.length - mostShown;
  const rows = controls
    .slice(0, mostShown)
    .map(({ kind, differs, of, bad, eligible, reading, caveats }) => [
      kind === differs ? kind : `${kind}: ${differs}`,
      plain(of),
      `${eligible - bad}/${eligible}`,
      reading,
      plain(caveats.join(", ")),
    ]);
  const more = rest <= 0 ? [] : ["", `And ${counted(rest, "more control")} (JSON has all).`];
  return [table(["differs in", "control", "ok", "reads", "what weakens it"], rows), ...more, ""];
}
