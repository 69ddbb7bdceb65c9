import { counted } from "../counted.js";
import { plain, table } from "../markdown-text.js";
import { effectCounts, effectLegend, effectWords } from "../parameters/effect-words.js";
import { type EffectCell, type ParameterTable, parameterTables } from "../parameters/parameter-tables.js";
import { named } from "./cell-words.js";
import { firstOf, most } from "./limits.js";
import type { Page } from "./page.js";

/** The parameter page of each model; empty where no scenario of the run compares parameters. */
export function parametersSection(page: Page): string {
  const titles = new Map(page.bundle.matrix.tables.map(({ model }) => [model.name, model.title]));
  const tables = parameterTables(effectCells(page));
  if (tables.length === 0) return "";
  // First those of which some parameter is ignored.
  const { shown, rest } = firstOf(
    [...tables.filter(isIgnoring), ...tables.filter((one) => !isIgnoring(one))],
    most.inTables.models,
  );
  return [
    "## Parameters",
    "",
    "Does a parameter have its effect? Each verdict compares replies to the same request with it and without it, over all trials; the",
    "counts are replies that show what is looked for.",
    "",
    ...effectLegend.map(([word, meaning]) => `- **${word}**: ${meaning}`),
    "",
    ...shown.flatMap((one) => tableLines(one, titles.get(one.model) ?? one.model)),
    ...(rest === 0 ? [] : [`And ${counted(rest, "more model")}: the JSON beside this page has all.`]),
  ].join("\n");
}

function isIgnoring({ rows }: ParameterTable): boolean {
  return rows.some(({ cells }) => cells.some((cell) => cell?.effect.verdict === "ignored"));
}

function effectCells({ bundle, cellOf }: Page): readonly EffectCell[] {
  return bundle.matrix.tables.flatMap(({ model, rows }) =>
    rows.flatMap(({ cells }) =>
      cells.flatMap((verdict) => {
        const cell = cellOf.get(verdict);
        if (verdict?.effects === undefined || cell === undefined) return [];
        return [{ id: cell.anchor, model: model.name, column: cell.column.label, effects: verdict.effects }];
      }),
    ),
  );
}

function tableLines({ of, columns, rows }: ParameterTable, title: string): readonly string[] {
  const head = [of === "parameters" ? "parameter" : "keyword", ...columns.map(named)];
  const { shown, rest } = firstOf(rows, most.rows);
  const body = shown.map(({ label, cells }) => [
    named(label),
    ...cells.map((cell) => (cell === null ? "–" : cellText(effectWords(cell.effect), effectCounts(cell.effect)))),
  ]);
  return [
    `### ${of === "parameters" ? "Parameters" : "Schema keywords"} of ${plain(title)}`,
    "",
    table(head, body),
    "",
    ...(rest === 0 ? [] : [`And ${counted(rest, "more row")}.`, ""]),
  ];
}

function cellText(words: string, counts: readonly string[]): string {
  const [verdict = "", ...rest] = words.split(/(?=[ :(])/);
  const shown = verdict === "ignored" ? `**${plain(words)}**` : plain([verdict, ...rest].join(""));
  return [shown, ...counts.map(plain)].join("<br>");
}
