import { partyWords } from "../../verdict/attribution/shown-words.js";
import { badFindings, findingText } from "../cell-text.js";
import { counted } from "../counted.js";
import { code, cut, details, plain, table } from "../markdown-text.js";
import { attributionLines } from "./attribution-lines.js";
import { commandLines, factLines } from "./cell-facts.js";
import { anchorOf, cellLink, named, partyText, placeName, signText, sinceText } from "./cell-words.js";
import { firstOf, listed, most } from "./limits.js";
import type { Page, PageCell } from "./page.js";
import { pairWords, stepLines } from "./requests.js";

/** Every failing cell: the first ones with all that is known, further ones a row each, the rest counted. Empty where none fails. */
export function failingSection(page: Page): string {
  const { failing, inFull } = page;
  if (failing.length === 0) return "";
  return [
    "## Whose fault: every failing cell",
    "",
    "Each verdict follows the first rule of docs/attribution.md that fits the comparisons made in this run. A control differs from the failing cell in one",
    "thing. A provider is at most suspected here: to prove it at fault takes the same request body at both providers, asked in turns.",
    "",
    ...failing.filter((cell) => inFull.has(cell)).flatMap((cell) => cellLines(cell, page)),
    ...otherLines(
      failing.filter((cell) => !inFull.has(cell)),
      page,
    ),
  ].join("\n");
}

function cellLines(cell: PageCell, page: Page): readonly string[] {
  const { attribution, verdict } = cell;
  const evidence = attribution === null ? [] : attributionLines(attribution);
  return [
    anchorOf(cell),
    "",
    `### ${placeName(cell)}: ${named(cell.scenario.id)}`,
    "",
    `${signText(cell)} ${badFindings(verdict)
      .map((finding) => `${code(findingText(finding))}: ${plain(cut(finding.seen, 400))}`)
      .join("; ")}`,
    "",
    ...factLines(cell, page),
    "",
    ...commandLines(cell),
    ...(evidence.length === 0 ? [] : [...details(evidenceTitle(cell), evidence), ""]),
    ...pairLines(cell, page),
  ];
}

/** `Evidence for and against the provider's serving`. */
function evidenceTitle({ attribution }: PageCell): string {
  const accused = attribution?.party === "undetermined" ? attribution.leans : (attribution?.party ?? null);
  return accused === null ? "Evidence so far, and what is missing" : `Evidence for and against ${partyWords[accused]}`;
}

/** The pair that says most, field by field; the others that differ, a row each. */
function pairLines({ compared }: PageCell, page: Page): readonly string[] {
  const [first, ...others] = compared.filter(({ pair }) => pair.differs);
  if (first === undefined) return [];
  const { pair } = first;
  const title = `Requests and replies: ${pair.left.label} and ${pair.right.label}: ${pairWords(pair)}`;
  const { shown, rest } = firstOf(others, most.names);
  const rows = shown.map(({ pair: one, other }) => {
    const cell = page.cellOf.get(other);
    return [
      cell === undefined ? "" : cellLink(named(cell.column.label), cell, page),
      cell === undefined ? "" : signText(cell),
      plain(pairWords(one)),
    ];
  });
  return [
    ...details(
      title,
      pair.steps.flatMap((step, at) => [...(at === 0 ? [] : [""]), ...stepLines(step, pair)]),
    ),
    "",
    ...(rows.length === 0 ? [] : [table(["also differs from", "there", "compared"], rows), ""]),
    ...(rest === 0 ? [] : [`And ${counted(rest, "more pair")} of it that differ.`, ""]),
  ];
}

/** Cells beyond those in full, a row each up to a limit. */
function otherLines(cells: readonly PageCell[], page: Page): readonly string[] {
  if (cells.length === 0) return [];
  const shown = cells.filter((cell) => page.inRows.has(cell));
  const rest = cells.length - shown.length;
  const rows = shown.map((cell) => [
    `${anchorOf(cell)}${placeName(cell)}: ${named(cell.scenario.id)}`,
    `${signText(cell)} ${listed(
      badFindings(cell.verdict).map((finding) => code(findingText(finding))),
      3,
    )}`,
    plain(sinceText(cell, page)),
    partyText(cell),
    cell.explain === null ? "" : code(cell.explain, 400),
  ]);
  return [
    "### Further failing cells",
    "",
    table(["cell", "observed", "since", "whose fault", "see it"], rows),
    "",
    ...(rest === 0 ? [] : [`And ${counted(rest, "more failing cell")}: the JSON next to this page has them all.`, ""]),
  ];
}
