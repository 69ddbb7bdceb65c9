import { isBlankCell, type TestedHypothesis } from "../../verdict/attribution/hypotheses/test-hypotheses.js";
import { stateWords } from "../../verdict/attribution/shown-words.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { Bundle } from "../bundle.js";
import { badFindings, findingText } from "../cell-text.js";
import { code, cut, details, plain, prose, sourceLink, table } from "../markdown-text.js";
import { isOfVendor } from "../origin.js";
import { listed } from "./limits.js";
import type { Page } from "./page.js";

/** What this run says of each possible cause of its blank replies; empty without such a reply. */
export function rootCauseSection({ bundle: { matrix, blankReplies } }: Page): string {
  const { hypotheses } = matrix;
  if (hypotheses.length === 0) return "";
  const cells = matrix.verdicts.filter(isBlankCell);
  const mark = markOf(cells);
  const touched = hypotheses.filter(({ state }) => state !== "untouched");
  return [
    "## Blank replies: what this run says about each hypothesis",
    "",
    `About: ${listed(cells.map(nameOf))}.`,
    "",
    table(
      ["hypothesis", "in this run", "numbers"],
      hypotheses.map(({ id, cause, statement, state, says }) => [
        `**${id}** (${cause}): ${statement}`,
        `${stateWords[state]}${state === "untouched" ? "" : mark}`,
        plain(cut(says.join(" "), 600)),
      ]),
    ),
    "",
    ...(hypotheses.flatMap(testLine).length === 0
      ? []
      : [...details("What would test the others", hypotheses.flatMap(testLine)), ""]),
    ...touched.flatMap(evidenceLine),
    ...(touched.length === 0 ? [] : [""]),
    ...blankReplyLines(blankReplies),
  ].join("\n");
}

/** ` (simulated)`, ` (authored)`, ` (partly authored)`: no service sent what these states rest on; empty where all are of a service. */
function markOf(cells: readonly Verdict[]): string {
  const invented = cells.flatMap(({ provenance }) =>
    provenance === null || isOfVendor(provenance.source) ? [] : [provenance.source],
  );
  const words = [...new Set(invented)].join(", ");
  if (words === "") return "";
  return invented.length === cells.length ? ` (${words})` : ` (partly ${words})`;
}

function nameOf(verdict: Verdict): string {
  return `${plain(verdict.cell.scenario)} on ${plain(verdict.cell.target)} (${plain(badFindings(verdict).map(findingText).join(", "))})`;
}

function testLine({ id, state, test }: TestedHypothesis): readonly string[] {
  return state === "untouched" || state === "hinted" ? [`- ${id}: ${test}`] : [];
}

/** The public evidence about a hypothesis that this run tests. */
function evidenceLine({ id, for: supporting, against }: TestedHypothesis): readonly string[] {
  const lineOf = (word: string, { statement, source, date }: TestedHypothesis["for"][number]) =>
    `- ${id}, public evidence ${word}: ${prose(statement)} (${sourceLink(source)}, ${date})`;
  return [...supporting.map((one) => lineOf("for", one)), ...against.map((one) => lineOf("against", one))];
}

function blankReplyLines(replies: Bundle["blankReplies"]): readonly string[] {
  if (replies.length === 0) return [];
  const rows = replies.map(({ name, file, note, verdict }) => [
    code(name),
    plain(note),
    plain(verdict.findings.map(findingText).join(", ")),
    code(file),
  ]);
  return [
    "### What one summary hides",
    "",
    "`payloads: []` with `output_tokens: 0` is the shape of a client's output (OpenClaw), and fits each of these streams. Their",
    "bytes differ, and so do their verdicts:",
    "",
    table(["blank reply", "what arrived", "finding", "bytes"], rows),
    "",
  ];
}
