import { isAbout } from "../verdict/baseline.js";
import type { MatrixTable } from "../verdict/matrix/matrix.js";
import type { Verdict } from "../verdict/verdict.js";
import type { Bundle } from "./bundle.js";
import { badFindings, cellText, findingText } from "./cell-text.js";
import { plain, sourceLink, table } from "./markdown-text.js";

/** Title, what kind of evidence this is, the counts, and one line for each divergence between two columns. */
export function summarySection({ matrix, known }: Bundle): string {
  return [
    `# ${plain(titleOf(matrix.suite.title))}`,
    "",
    ...(matrix.authored ? [authoredLine(matrix.suite.tested), ""] : []),
    "## Executive summary",
    "",
    countsLine(matrix.verdicts),
    "",
    table(["model", "column", "observed", "what was wrong"], matrix.tables.flatMap(columnRows)),
    "",
    ...divergences(matrix.tables),
    "",
    ...knownLines(matrix.known, known),
  ].join("\n");
}

function titleOf(suite: string): string {
  return `Compatibility matrix: ${suite}`;
}

function authoredLine(tested: string | null): string {
  const when = tested === null ? "" : ` of ${tested}`;
  return [
    "> **AUTHORED: no vendor traffic.** Every byte behind this page was made by a simulator after a document",
    `> ${when === "" ? "" : `${when.trim()} `}that others wrote. It proves that this program tells the cells apart; it proves nothing about any vendor.`,
    "> Hollow signs (✓ ✗) are observations, and none is a claim. With keys, `llm-parity run --live` measures the services.",
  ].join("\n");
}

function countsLine(verdicts: readonly Verdict[]): string {
  const claims = verdicts.filter(({ claim }) => claim !== null).length;
  return `${verdicts.length} cells: ${countsOf(verdicts)}. ${claims === 0 ? "No cell carries a claim." : `${claims} cells carry a claim.`}`;
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

/** One row a column: how its cells came out, and every bad finding and refusal in it. */
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

/** Where one column was ok and another was not: what a reader came for. */
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
  { expected, unexpected, messages }: Bundle["matrix"]["known"],
  entries: Bundle["known"],
): readonly string[] {
  const listed = expected.map(
    (verdict) => `- ${plain(nameOf(verdict))}: ${plain(findingsOf(verdict))}; known: ${bugsOf(verdict, entries)}`,
  );
  const fresh = unexpected.map(
    (verdict) => `- **${plain(nameOf(verdict))}: ${plain(findingsOf(verdict))}, not listed**`,
  );
  const red = [...fresh, ...listed];
  const head =
    red.length === 0
      ? "No cell is red."
      : `Red cells: ${red.length}, of which ${expected.length} are expected today (known.yaml).`;
  const others = messages.map((message) => `- ${plain(message)}`);
  return [head, "", ...red, ...(others.length === 0 ? [] : ["", "What fails this run:", "", ...others])];
}

function nameOf({ cell }: Verdict): string {
  return `${cell.scenario} on ${cell.target}`;
}

function findingsOf(verdict: Verdict): string {
  return badFindings(verdict).map(findingText).join(", ");
}

/** Where an expected divergence is reported, since when it is known, and until when it is excused. */
function bugsOf({ cell }: Verdict, entries: Bundle["known"]): string {
  const about = entries.filter((entry) => isAbout(entry, cell));
  return about.map(({ bug, since, expires }) => `${sourceLink(bug)} (since ${since}, expires ${expires})`).join(", ");
}
