import type { Remark } from "../scenario/catalog.js";
import { claimText } from "../verdict/claim-text.js";
import type { MatrixRow, MatrixTable } from "../verdict/matrix/matrix.js";
import type { MatrixColumn } from "../verdict/matrix/matrix-columns.js";
import { passRatesOf } from "../verdict/statistics/pass-rates.js";
import type { Verdict } from "../verdict/verdict.js";
import type { Bundle } from "./bundle.js";
import { badFindings, cellText, findingText } from "./cell-text.js";
import { counted } from "./counted.js";
import { furtherText } from "./further-text.js";
import { code, plain, sourceLink, table } from "./markdown-text.js";
import { percentRange } from "./percent.js";

/** One table for each model, and below it the meaning of each cell that is not ok, and the suite's remarks. */
export function modelTables({ matrix }: Bundle): string {
  const sections = matrix.tables.map((one) => modelTable(one, matrix));
  return ["## Results", "", ...sections].join("\n");
}

function modelTable({ model, columns, rows }: MatrixTable, { suite, authored }: Bundle["matrix"]): string {
  const head = ["scenario", ...columns.map(({ label }) => plain(label))];
  const body = rows.map(({ scenario, cells }) => [
    plain(scenario.title),
    ...cells.map((cell) => plain(cellText(cell))),
  ]);
  const status =
    model.retired === null
      ? []
      : [
          `Retired on ${model.retired}${model.successor === null ? "" : `; its successor here is ${plain(model.successor)}`}.`,
          "",
        ];
  const notes = groupedNotes(rows.flatMap((row) => rowNotes(row, columns)));
  const modelRemarks = suite.remarks.filter((remark) => remark.model === model.name).map(remarkLine);
  return [
    `### ${plain(model.title)}`,
    "",
    ...status,
    ...modelIds(columns, authored),
    "",
    table(head, body),
    "",
    ...rateLines(rows, columns),
    ...notes,
    ...modelRemarks,
    ...(notes.length + modelRemarks.length > 0 ? [""] : []),
  ].join("\n");
}

/** A table of the cells with several trials: their counts and failure rates. Empty without such a cell. */
function rateLines(rows: readonly MatrixRow[], columns: readonly MatrixColumn[]): readonly string[] {
  const cells = rows.flatMap(({ scenario, cells: row }) =>
    row.flatMap((cell, index) => {
      if (cell === null || cell.trials.eligible < 2 || cell.trials.interval === null) return [];
      const findings = cell.findings.map(findingText).join(", ");
      const rate = `${percentRange(cell.trials.interval)} (${cell.trials.intervalKind ?? "unknown"})`;
      return [
        [
          plain(scenario.title),
          plain(columns[index]?.label ?? ""),
          `${cell.trials.ok}/${cell.trials.eligible}`,
          rate,
          claimCell(cell),
          independenceText(cell),
          plain(passText(cell)),
          plain(findings),
        ],
      ];
    }),
  );
  const head = ["scenario", "column", "ok", "failure rate", "claim", "distinct replies", "pass@k, pass^k", "findings"];
  return cells.length === 0 ? [] : [table(head, cells), ""];
}

/** `fail`, `pass (simulated)`; without a claim, what an inconclusive cell needs. */
function claimCell(cell: Verdict): string {
  if (cell.further !== null) return `none, inconclusive: ${plain(furtherText(cell.further))}`;
  return claimText(cell) ?? "none";
}

/** `3 of 5, 120 cached tokens`: the number of different replies. Equal replies are not independent observations. */
export function independenceText({ distinctReplies, cachedTokens, trials }: Verdict): string {
  const cached = cachedTokens === null ? "" : `, ${counted(cachedTokens, "cached token")}`;
  return `${distinctReplies} of ${trials.eligible}${cached}`;
}

/** `k = 3: 0.90, 0.40`: pass@k and pass^k; empty where the number of trials was not fixed in advance. */
export function passText(verdict: Verdict): string {
  return passRatesOf(verdict)
    .map(({ k, any, all }) => `k = ${k}: ${any.toFixed(2)}, ${all.toFixed(2)}`)
    .join("; ");
}

/** The model id of each column and its place; authored bytes came from no region. */
function modelIds(columns: readonly MatrixColumn[], authored: boolean): readonly string[] {
  return columns
    .filter(({ providerModelId }) => providerModelId !== null)
    .map(({ label, providerModelId, region, upstreamPin }) => {
      const where = [
        region === null || authored ? "" : `in ${region}`,
        upstreamPin === null ? "" : `pinned to ${upstreamPin}`,
      ];
      const rest = where.filter((word) => word !== "").join(", ");
      return `- ${plain(label)}: ${code(providerModelId ?? "")}${rest === "" ? "" : `, ${plain(rest)}`}`;
    });
}

type CellNote = { readonly scenario: string; readonly column: string; readonly meaning: string };

function rowNotes({ scenario, cells }: MatrixRow, columns: readonly MatrixColumn[]): readonly CellNote[] {
  return cells.flatMap((cell, index) => {
    const column = columns[index];
    const meaning = cell === null ? null : meaningOf(cell);
    if (meaning === null || column === undefined) return [];
    return [{ scenario: scenario.title, column: column.label, meaning }];
  });
}

/** One line for all cells of a column with the same meaning. */
function groupedNotes(notes: readonly CellNote[]): readonly string[] {
  const groups = new Map<string, CellNote[]>();
  for (const note of notes) {
    const key = JSON.stringify([note.column, note.meaning]);
    groups.set(key, [...(groups.get(key) ?? []), note]);
  }
  return [...groups.values()].map((group) => {
    const scenarios = group.map(({ scenario }) => plain(scenario)).join("; ");
    return `- **${plain(group[0]?.column ?? "")}**, ${scenarios}: ${group[0]?.meaning ?? ""}`;
  });
}

/** The meaning of a ✗, ~, △ or ∅; null for a cell that needs no explanation. */
function meaningOf(verdict: Verdict): string | null {
  const why = verdict.reasonText === null ? null : plain(verdict.reasonText);
  switch (verdict.observed) {
    case "bad":
    case "mixed":
      return badFindings(verdict)
        .map((finding) => `${code(findingText(finding))}: ${plain(finding.seen)}`)
        .join("; ");
    case "blocked":
      return `blocked (${plain(verdict.reason ?? "unknown")})${why === null ? "" : `: ${why}`}`;
    case "unsupported":
      return why;
    default:
      return null;
  }
}

function remarkLine({ provider, api, scenario, text, source, date }: Remark): string {
  // The text is our own data, written in Markdown.
  return `- *Beside ${plain(scenario)}, ${plain(provider)} ${plain(api)}*: ${text} (${sourceLink(source)}, ${date})`;
}
