import type { Remark } from "../scenario/catalog.js";
import type { MatrixRow, MatrixTable } from "../verdict/matrix.js";
import type { MatrixColumn } from "../verdict/matrix-columns.js";
import type { Verdict } from "../verdict/verdict.js";
import type { Bundle } from "./bundle.js";
import { badFindings, cellText, findingText } from "./cell-text.js";
import { code, plain, table } from "./markdown-text.js";

/** One table a model, and under it what each cell that is not plain ok means, and what must be known beside it. */
export function modelTables({ matrix }: Bundle): string {
  const sections = matrix.tables.map((one) => modelTable(one, matrix.suite.remarks));
  return ["## Results", "", ...sections].join("\n");
}

function modelTable({ model, columns, rows }: MatrixTable, remarks: readonly Remark[]): string {
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
  const notes = rows.flatMap((row) => rowNotes(row, columns));
  const said = remarks.filter((remark) => remark.model === model.name).map(remarkLine);
  return [
    `### ${plain(model.title)}`,
    "",
    ...status,
    ...modelIds(columns),
    "",
    table(head, body),
    "",
    ...notes,
    ...said,
    ...(notes.length + said.length > 0 ? [""] : []),
  ].join("\n");
}

function modelIds(columns: readonly MatrixColumn[]): readonly string[] {
  return columns
    .filter(({ providerModelId }) => providerModelId !== null)
    .map(({ label, providerModelId, region, upstreamPin }) => {
      const where = [region === null ? "" : `in ${region}`, upstreamPin === null ? "" : `pinned to ${upstreamPin}`];
      const rest = where.filter((word) => word !== "").join(", ");
      return `- ${plain(label)}: ${code(providerModelId ?? "")}${rest === "" ? "" : `, ${plain(rest)}`}`;
    });
}

function rowNotes({ scenario, cells }: MatrixRow, columns: readonly MatrixColumn[]): readonly string[] {
  return cells.flatMap((cell, index) => {
    const column = columns[index];
    const says = cell === null ? null : meaningOf(cell);
    return says === null || column === undefined
      ? []
      : [`- **${plain(scenario.title)}, ${plain(column.label)}**: ${says}`];
  });
}

/** What a ✗, ~, △ or ∅ means, in words; null for a cell that needs none. */
function meaningOf(verdict: Verdict): string | null {
  switch (verdict.observed) {
    case "bad":
    case "mixed":
      return badFindings(verdict)
        .map((finding) => `${code(findingText(finding))}: ${plain(finding.seen)}`)
        .join("; ");
    case "blocked":
      return `blocked (${plain(verdict.reason ?? "unknown")})${verdict.reasonText === null ? "" : `: ${plain(verdict.reasonText)}`}`;
    case "unsupported":
      return verdict.reasonText === null ? null : plain(verdict.reasonText);
    default:
      return null;
  }
}

function remarkLine({ provider, api, scenario, text, source, date }: Remark): string {
  return `- *Beside ${plain(scenario)}, ${plain(provider)} ${plain(api)}*: ${plain(text)} (${plain(source)}, ${date})`;
}
