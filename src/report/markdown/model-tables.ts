import type { Remark } from "../../scenario/catalog.js";
import type { MatrixRow } from "../../verdict/matrix/matrix.js";
import type { MatrixColumn } from "../../verdict/matrix/matrix-columns.js";
import type { Verdict } from "../../verdict/verdict.js";
import { cellText } from "../cell-text.js";
import { counted } from "../counted.js";
import { code, cut, plain, prose, sourceLink, table } from "../markdown-text.js";
import { anchorOf, cellLink, named, recordingLink } from "./cell-words.js";
import { countsOf } from "./counts.js";
import { type Folded, fold, shownRows } from "./fold.js";
import { listed, most } from "./limits.js";
import type { Page } from "./page.js";
import { rateLines } from "./rates.js";

/** One table for each model in which something ran, with the suite's remarks; what did not run is folded and counted. */
export function resultsSection(page: Page): string {
  const { tables } = page.bundle.matrix;
  const folded = tables.map(fold);
  const measured = folded.filter(({ columns }) => columns.length > 0);
  const shown = shownRows(measured, most.cells);
  return [
    "## Results",
    "",
    ...(measured.length === 0 ? ["Nothing ran.", ""] : []),
    ...measured.flatMap((one) => modelTable(one, shown.get(one) ?? [], page)),
    ...emptyModels(folded.filter(({ columns }) => columns.length === 0)),
  ].join("\n");
}

function modelTable(folded: Folded, rows: readonly MatrixRow[], page: Page): readonly string[] {
  const { matrix } = page.bundle;
  const { model } = folded.table;
  const body = rows.map(({ scenario, cells }) => [
    named(scenario.title),
    ...folded.places.map((index) => cellMarkdown(cells[index] ?? null, page)),
  ]);
  const remarks = matrix.suite.remarks.filter((remark) => remark.model === model.name).map(remarkLine);
  return [
    `### ${named(model.title)}`,
    "",
    ...retiredLines(folded),
    ...modelIds(folded.columns, matrix.authored),
    "",
    ...(body.length === 0 ? [] : [table(["scenario", ...folded.columns.map(({ label }) => named(label))], body), ""]),
    ...leftLines(folded, rows),
    ...rateLines(folded, rows),
    ...remarks,
    ...(remarks.length === 0 ? [] : [""]),
  ];
}

/** A failing cell leads to all that is known of it, any other one to its recording. */
function cellMarkdown(verdict: Verdict | null, page: Page): string {
  const cell = verdict === null ? undefined : page.cellOf.get(verdict);
  const words = plain(cut(cellText(verdict), 200));
  if (cell === undefined) return words;
  if (page.inFull.has(cell)) return cellLink(words, cell);
  return `${anchorOf(cell)}${recordingLink(words, cell, page) ?? words}`;
}

function retiredLines({ table: { model } }: Folded): readonly string[] {
  if (model.retired === null) return [];
  const successor = model.successor === null ? "" : `; its successor here is ${named(model.successor)}`;
  return [`Retired on ${model.retired}${successor}.`, ""];
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
      return `- ${named(label)}: ${code(providerModelId ?? "")}${rest === "" ? "" : `, ${named(rest)}`}`;
    });
}

/** What the table leaves out: rows in which all is well, when there are too many, and rows and columns in which nothing ran. */
function leftLines(
  { emptyColumns, emptyRows, rows, columns, places }: Folded,
  shown: readonly MatrixRow[],
): readonly string[] {
  const left = rows.filter((row) => !shown.includes(row));
  const cells = left.flatMap((row) => places.flatMap((index) => row.cells[index] ?? []));
  const more =
    left.length === 0
      ? []
      : [`${counted(left.length, "more scenario")} in ${counted(columns.length, "column")}: ${countsOf(cells)}`];
  const empty = [
    ...(emptyColumns.length === 0
      ? []
      : [
          `${counted(emptyColumns.length, "column")} (${listed(
            emptyColumns.map(({ label }) => named(label)),
            3,
          )})`,
        ]),
    ...(emptyRows.length === 0
      ? []
      : [
          `${counted(emptyRows.length, "scenario")} (${listed(
            emptyRows.map(({ scenario }) => named(scenario.id)),
            3,
          )})`,
        ]),
  ];
  const sentences = [...more, ...(empty.length === 0 ? [] : [`nothing ran in ${empty.join(" and ")}`])];
  return sentences.length === 0 ? [] : [`Not shown: ${sentences.join("; ")}.`, ""];
}

function emptyModels(tables: readonly Folded[]): readonly string[] {
  if (tables.length === 0) return [];
  const names = tables.map(
    ({ table: { model, columns } }) => `${named(model.title)} (${counted(columns.length, "column")})`,
  );
  return [`Nothing ran of ${counted(tables.length, "model")}: ${listed(names)}.`, ""];
}

function remarkLine({ provider, api, scenario, text, source, date }: Remark): string {
  return `- *Beside ${plain(scenario)}, ${plain(provider)} ${plain(api)}*: ${prose(text)} (${sourceLink(source)}, ${date})`;
}
