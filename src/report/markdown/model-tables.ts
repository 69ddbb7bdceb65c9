import { groupBy } from "../../chat/group-by.js";
import type { Remark } from "../../scenario/catalog.js";
import type { MatrixRow } from "../../verdict/matrix/matrix.js";
import type { MatrixColumn } from "../../verdict/matrix/matrix-columns.js";
import type { Verdict } from "../../verdict/verdict.js";
import { remarksOn } from "../cell/remarks.js";
import { cellText } from "../cell-text.js";
import { counted } from "../counted.js";
import { code, cut, plain, prose, sourceLink, table } from "../markdown-text.js";
import { anchorOf, cellLink, named, recordingLink } from "./cell-words.js";
import { countsOf } from "./counts.js";
import { type Folded, fold, isAllWell } from "./fold.js";
import { firstOf, listed, most } from "./limits.js";
import type { Page } from "./page.js";
import { rateLines } from "./rates.js";

/** One table for each model in which something ran, with the suite's remarks; what did not run is folded and counted. */
export function resultsSection(page: Page): string {
  const { tables } = page.bundle.matrix;
  const empty = tables.map(fold).filter(({ columns }) => columns.length === 0);
  const unshown = [...page.results].flatMap(([folded, rows]) => (rows.length === 0 ? [folded] : []));
  return [
    "## Results",
    "",
    ...(page.results.size === 0 ? ["Nothing ran.", ""] : []),
    // The order of the tables is that of the models.
    ...[...page.results]
      .filter(([, rows]) => rows.length > 0)
      .flatMap(([folded, rows]) => modelTable(folded, rows, page)),
    ...furtherModels(unshown.filter((folded) => !isAllWell(folded))),
    ...goodModels(unshown.filter(isAllWell)),
    ...emptyModels(empty),
  ].join("\n");
}

function modelTable(folded: Folded, rows: readonly MatrixRow[], page: Page): readonly string[] {
  const { matrix } = page.bundle;
  const { model } = folded.table;
  const remarks = remarkLines(matrix.suite.remarks, folded);
  return [
    `### ${named(model.title)}`,
    "",
    ...retiredLines(folded),
    ...modelIds(folded.columns, matrix.authored),
    "",
    cellTable(folded, rows, page),
    "",
    ...leftLines(folded, rows),
    ...rateLines(folded, rows),
    ...remarks,
    ...(remarks.length === 0 ? [] : [""]),
  ];
}

/** Scenarios × columns, or with many columns and few scenarios the other way round, so that it is not wider than the page. */
function cellTable({ columns, places }: Folded, rows: readonly MatrixRow[], page: Page): string {
  const cells = rows.map(({ cells: row }) => places.map((index) => cellMarkdown(row[index] ?? null, page)));
  const labels = columns.map(({ label }) => named(label));
  if (columns.length <= 4 || columns.length <= rows.length) {
    return table(
      ["scenario", ...labels],
      rows.map(({ scenario }, at) => [named(scenario.title), ...(cells[at] ?? [])]),
    );
  }
  return table(
    ["column", ...rows.map(({ scenario }) => named(scenario.title))],
    labels.map((label, at) => [label, ...cells.map((row) => row[at] ?? "")]),
  );
}

/** A failing cell leads to all that is known of it, any other one to its recording. */
function cellMarkdown(verdict: Verdict | null, page: Page): string {
  const cell = verdict === null ? undefined : page.cellOf.get(verdict);
  const words = plain(cut(cellText(verdict), 200));
  if (cell === undefined) return words;
  if (page.inFull.has(cell) || page.inRows.has(cell)) return cellLink(words, cell, page);
  return `${anchorOf(cell)}${recordingLink(words, cell, page) ?? words}`;
}

function retiredLines({ table: { model } }: Folded): readonly string[] {
  if (model.retired === null) return [];
  const successor = model.successor === null ? "" : `; its successor here is ${named(model.successor)}`;
  return [`Retired on ${model.retired}${successor}.`, ""];
}

/** Each model id with its place, and the columns that asked it; authored bytes came from no region. */
function modelIds(columns: readonly MatrixColumn[], authored: boolean): readonly string[] {
  const groups = groupBy(
    columns.filter(({ providerModelId }) => providerModelId !== null),
    ({ providerModelId, region, upstreamPin }) => {
      const where = [
        ...(region === null || authored ? [] : [`in ${region}`]),
        ...(upstreamPin === null ? [] : [`pinned to ${upstreamPin}`]),
      ];
      return [code(providerModelId ?? ""), ...where.map(named)].join(", ");
    },
  );
  return [...groups].map(([id, those]) => `- ${those.map(({ label }) => named(label)).join(", ")}: ${id}`);
}

/** What the table leaves out: rows in which all is well, when there are too many, and rows and columns in which nothing ran. */
function leftLines(folded: Folded, shown: readonly MatrixRow[]): readonly string[] {
  const { emptyColumns, emptyRows, rows, columns, places } = folded;
  const left = rows.filter((row) => !shown.includes(row));
  const cells = left.flatMap((row) => places.flatMap((index) => row.cells[index] ?? []));
  const labels = (those: readonly MatrixColumn[]) =>
    listed(
      those.map(({ label }) => named(label)),
      3,
    );
  const [absent, unasked] = [emptyColumns.filter(isNotOffered), emptyColumns.filter((one) => !isNotOffered(one))];
  const scenarios = listed(
    emptyRows.map(({ scenario }) => named(scenario.id)),
    3,
  );
  const parts = [
    ...(left.length === 0
      ? []
      : [`${counted(left.length, "more scenario")} in ${counted(columns.length, "column")} (${countsOf(cells)})`]),
    ...(absent.length === 0 ? [] : [`not offered: ${labels(absent)}`]),
    ...(unasked.length === 0 ? [] : [`${counted(unasked.length, "column")} in which nothing ran: ${labels(unasked)}`]),
    ...(emptyRows.length === 0 ? [] : [`${counted(emptyRows.length, "scenario")} in which nothing ran: ${scenarios}`]),
  ];
  return parts.length === 0 ? [] : [`Not shown: ${parts.join("; ")}.`, ""];
}

function isNotOffered({ unsupported }: MatrixColumn): boolean {
  return unsupported !== null;
}

/** Of a run with too many models, those that have no table. */
function furtherModels(tables: readonly Folded[]): readonly string[] {
  if (tables.length === 0) return [];
  const { shown, rest } = firstOf(tables, most.rows);
  const rows = shown.map((folded) => [named(folded.table.model.title), countsIn(folded)]);
  const more = rest === 0 ? [] : [`And ${counted(rest, "more model")}.`, ""];
  return ["### Further models", "", table(["model", "cells"], rows), "", ...more];
}

/** Of a run with too many cells, the models of which all is well. */
function goodModels(tables: readonly Folded[]): readonly string[] {
  if (tables.length === 0) return [];
  const names = tables.map((folded) => `${named(folded.table.model.title)} (${countsIn(folded)})`);
  return [`Not shown, since no cell fails or was refused: ${counted(tables.length, "model")}: ${listed(names)}.`, ""];
}

function countsIn({ rows, places }: Folded): string {
  return countsOf(rows.flatMap((row) => places.flatMap((at) => row.cells[at] ?? [])));
}

function emptyModels(tables: readonly Folded[]): readonly string[] {
  if (tables.length === 0) return [];
  const names = tables.map(
    ({ table: { model, columns } }) => `${named(model.title)} (${counted(columns.length, "column")})`,
  );
  return [`Nothing ran of ${counted(tables.length, "model")}: ${listed(names)}.`, ""];
}

/** A line for each cell that has a remark; of a cell that is not part of the run nothing is said. */
function remarkLines(remarks: readonly Remark[], { table: { rows } }: Folded): readonly string[] {
  const verdicts = rows.flatMap(({ cells }) => cells.flatMap((verdict) => verdict ?? []));
  const lines = verdicts.flatMap((verdict) =>
    remarksOn(remarks, verdict).map(({ text, source, date }) => {
      const { scenario, provider, api } = verdict.cell;
      return `- *About ${plain(scenario)}, ${plain(provider)} ${plain(api)}*: ${prose(text)} (${sourceLink(source)}, ${date})`;
    }),
  );
  return [...new Set(lines)];
}
