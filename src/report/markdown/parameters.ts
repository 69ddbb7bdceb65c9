import { plain, table } from "../markdown-text.js";
import { effectCounts, effectLegend, effectWords } from "../parameters/effect-words.js";
import { type EffectCell, type ParameterTable, parameterTables } from "../parameters/parameter-tables.js";
import { named } from "./cell-words.js";
import type { Page } from "./page.js";

/** The parameter page of each model; empty where no scenario of the run compares parameters. */
export function parametersSection(page: Page): string {
  const titles = new Map(page.bundle.matrix.tables.map(({ model }) => [model.name, model.title]));
  const tables = parameterTables(effectCells(page));
  if (tables.length === 0) return "";
  return [
    "## Parameters",
    "",
    "Does a parameter have its effect? Each verdict compares replies to the same request with it and without it, over all trials; the",
    "counts are replies that show what is looked for.",
    "",
    ...effectLegend.map(([word, meaning]) => `- **${word}**: ${meaning}`),
    "",
    ...tables.flatMap((one) => tableLines(one, titles.get(one.model) ?? one.model)),
  ].join("\n");
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

function tableLines({ columns, rows }: ParameterTable, title: string): readonly string[] {
  const head = ["parameter", ...columns.map(named)];
  const body = rows.map(({ label, cells }) => [
    named(label),
    ...cells.map((cell) => (cell === null ? "–" : cellText(effectWords(cell.effect), effectCounts(cell.effect)))),
  ]);
  return [`### Parameters of ${plain(title)}`, "", table(head, body), ""];
}

function cellText(words: string, counts: readonly string[]): string {
  const [verdict = "", ...rest] = words.split(/(?=[ :(])/);
  const shown = verdict === "ignored" ? `**${plain(words)}**` : plain([verdict, ...rest].join(""));
  return [shown, ...counts.map(plain)].join("<br>");
}
