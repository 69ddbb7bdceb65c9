import type { ShownByReport } from "../scenario/known.js";
import { isAbout } from "../verdict/baseline.js";
import { countedClaim, simulatedMark } from "../verdict/claim-text.js";
import type { MatrixTable } from "../verdict/matrix/matrix.js";
import type { Verdict } from "../verdict/verdict.js";
import type { Bundle } from "./bundle.js";
import { badFindings, cellText, findingText } from "./cell-text.js";
import { counted } from "./counted.js";
import { inconclusiveText } from "./further-text.js";
import { stoppedText } from "./left-out/stopped-text.js";
import { plain, sourceLink, table } from "./markdown-text.js";
import { notAppliedSentences } from "./not-applied.js";
import { originHead } from "./origin.js";

/** The title, the kind of evidence, the counts, a row for each divergence between two columns, and the red cells. */
export function summarySection({ matrix, known }: Bundle): string {
  const head = originHead(matrix);
  return [
    `# ${plain(titleOf(matrix.suite.title))}`,
    "",
    ...(head.length === 0 ? [] : [...head, ""]),
    ...(matrix.stopped === null ? [] : [`> **STOPPED:** ${stoppedText(matrix.stopped)}.`, ""]),
    "## Executive summary",
    "",
    countsLine(matrix.verdicts),
    "",
    table(["model", "column", "observed", "what was wrong"], matrix.tables.flatMap(columnRows)),
    "",
    ...divergences(matrix.tables),
    "",
    ...knownLines(matrix, known),
  ].join("\n");
}

function titleOf(suite: string): string {
  return `Compatibility matrix: ${suite}`;
}

function countsLine(verdicts: readonly Verdict[]): string {
  const inconclusive = inconclusiveText(verdicts);
  const counts = `${counted(verdicts.length, "cell")}: ${countsOf(verdicts)}. ${claimsText(verdicts)}`;
  return inconclusive === null ? counts : `${counts} ${inconclusive}`;
}

/** `2 cells carry a claim (simulated).` */
function claimsText(verdicts: readonly Verdict[]): string {
  const claims = verdicts.filter((verdict) => countedClaim(verdict) !== null);
  const [first] = claims;
  if (first === undefined) return "No cell carries a claim.";
  return `${claims.length === 1 ? "1 cell carries" : `${claims.length} cells carry`} a claim${simulatedMark(first)}.`;
}

function countsOf(verdicts: readonly Verdict[]): string {
  const counts = new Map<string, number>();
  for (const { observed } of verdicts) counts.set(observed, (counts.get(observed) ?? 0) + 1);
  const words = ["ok", "bad", "mixed", "blocked", "unsupported", "not-run"].flatMap((observed) => {
    const n = counts.get(observed);
    return n === undefined ? [] : [`${n} ${observed}`];
  });
  return words.length === 0 ? "nothing" : words.join(", ");
}

/** One row for each column: the counts of its cells, and every bad finding and refusal. */
function columnRows({ model, columns, rows }: MatrixTable): readonly (readonly string[])[] {
  return columns.map(({ label }, index) => {
    const cells = rows.flatMap(({ cells: row }) => row[index] ?? []);
    const wrong = cells.flatMap((cell) => [
      ...badFindings(cell).map(({ id }) => id),
      ...(cell.observed === "blocked" ? [`blocked: ${cell.reason ?? "unknown"}`] : []),
    ]);
    return [plain(model.title), plain(label), countsOf(cells), plain([...new Set(wrong)].join(", "))];
  });
}

/** The pairs of columns that were observed to differ: the main result of a report. */
function divergences(tables: readonly MatrixTable[]): readonly string[] {
  const rows = tables.flatMap(({ model, pairs, rows: matrixRows, columns }) =>
    pairs
      .filter(({ differs }) => differs)
      .map(({ scenario, left, right }) => {
        const cells = matrixRows.find((row) => row.scenario.id === scenario)?.cells ?? [];
        const cellAt = (label: string) => cells[columns.findIndex((column) => column.label === label)] ?? null;
        return [
          plain(model.title),
          plain(scenario),
          `${plain(left.label)}: ${plain(cellText(cellAt(left.label)))}`,
          `${plain(right.label)}: ${plain(cellText(cellAt(right.label)))}`,
        ];
      }),
  );
  if (rows.length === 0) return ["No two columns were observed to differ."];
  return ["Observed to differ:", "", table(["model", "scenario", "one column", "the other"], rows)];
}

function knownLines(
  { known: { expected, unexpected, notApplied, messages }, tables }: Bundle["matrix"],
  entries: Bundle["known"],
): readonly string[] {
  const order = tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells));
  const places = new Map(order.map((cell, at) => [cell, at]));
  const placeOf = (verdict: Verdict) => places.get(verdict) ?? order.length;
  const red = [...expected, ...unexpected]
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((verdict) => {
      const text = `${plain(nameOf(verdict))}: ${plain(findingsOf(verdict))}`;
      return unexpected.includes(verdict)
        ? `- **${text}, not listed**`
        : `- ${text}; known: ${bugsOf(verdict, entries)}`;
    });
  const head =
    red.length === 0
      ? "No cell is red."
      : `Red cells: ${red.length}, of which ${expected.length} ${expected.length === 1 ? "is" : "are"} expected today (known.yaml).`;
  const others = messages.map((message) => `- ${plain(message)}`);
  const unused = notAppliedSentences(notApplied, entries.length).map((sentence) => `${plain(sentence)}.`);
  const list = [...red, ...unused.flatMap((sentence) => ["", sentence])];
  return [head, "", ...list, ...(others.length === 0 ? [] : ["", "What fails this run:", "", ...others])];
}

function nameOf({ cell }: Verdict): string {
  return `${cell.scenario} on ${cell.target}`;
}

function findingsOf(verdict: Verdict): string {
  return badFindings(verdict).map(findingText).join(", ");
}

/** The bug report of an expected divergence, the date since which it is known, and the date when the entry expires. */
function bugsOf({ cell }: Verdict, entries: Bundle["known"]): string {
  const about = entries.filter((entry) => isAbout(entry, cell));
  return about
    .map(({ bug, shows, since, expires }) => {
      const shown = shows === null ? "" : `; it shows: ${plain(shownText(shows))}`;
      return `${sourceLink(bug)}${shown} (since ${since}, expires ${expires})`;
    })
    .join(", ");
}

/** `an empty reply; 0 output tokens, in eu-west-1, 2026-02-10`: what a bug report shows, and what it does not say. */
function shownText({ symptom, outputTokens, region, date }: ShownByReport): string {
  const tokens =
    outputTokens === null
      ? "output tokens not given"
      : outputTokens === "some"
        ? "more than 0 output tokens"
        : counted(outputTokens, "output token");
  const facts = [tokens, region === null ? "region not given" : `in ${region}`, date].join(", ");
  return symptom === null ? facts : `${symptom}; ${facts}`;
}
