import { parameterFacts } from "../../../scenario/compare/parameters.js";
import type { EffectVerdict } from "../../../verdict/effects/effect-verdict.js";
import { effectCounts, effectLegend, effectWords } from "../../parameters/effect-words.js";
import { type ParameterCell, type ParameterTable, parameterTables } from "../../parameters/parameter-tables.js";
import type { Sheet } from "../../sheet/sheet.js";
import { type Html, html, type Part } from "../markup/html.js";
import { placeOf } from "../markup/links.js";

/** The parameter page of each model; null where no scenario compares parameters. */
export function parametersHtml({ cells, models }: Pick<Sheet, "cells" | "models">): Part {
  const tables = parameterTables(
    cells.map(({ id, model, column, effects }) => ({ id, model, column, effects: effects ?? [] })),
  );
  if (tables.length === 0) return null;
  const titles = new Map(models.map(({ name, title }) => [name, title]));
  return html`<section aria-labelledby="parameters"><h2 id="parameters">Parameters</h2>
<p class="note">Does a parameter have its effect? Each verdict compares replies to the same request with it and without it, over all trials; the counts are replies that show what is looked for.</p>
<dl class="legend">${effectLegend.map(([word, meaning]) => html`<div><dt>${word}</dt><dd>${meaning}</dd></div>`)}</dl>
${tables.map((table) => tableHtml(table, titles.get(table.model) ?? table.model))}</section>
`;
}

function tableHtml({ of, columns, rows }: ParameterTable, title: string): Html {
  const [what, row] = of === "parameters" ? ["parameters", "parameter"] : ["schema keywords", "keyword"];
  return html`<h3>${title}: ${what}</h3><div class="scroll" tabindex="0" role="group" aria-label="${what} of ${title}">
<table class="cells"><caption class="vh">${title}: ${what} by provider and API</caption>
<thead><tr><th scope="col">${row}</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ label, means, cells }) =>
      html`<tr><th scope="row">${label}${of === "parameters" ? html`<small>${means}</small>` : null}</th>${cells.map(cellHtml)}</tr>
`,
  )}</tbody></table></div>`;
}

function cellHtml(cell: ParameterCell | null): Html {
  if (cell === null) return html`<td class="absent"><span class="vh">not compared</span></td>`;
  const { id, effect } = cell;
  const [tone, sign] = drawn(effect);
  return html`<td class="${tone}"><a href="#${placeOf(id)}"><b class="sign ${tone}" aria-hidden="true">${sign}</b> ${effectWords(effect)}${effectCounts(effect).map((count) => html`<i>${count}</i>`)}</a></td>`;
}

function drawn({ parameter, verdict }: EffectVerdict): readonly [tone: string, sign: string] {
  switch (verdict) {
    case "honoured":
      return ["ok", "✓"];
    case "ignored":
      return parameterFacts[parameter].promise === "kept" ? ["bad", "✗"] : ["mixed", "✗"];
    case "refused":
      return ["mixed", "△"];
    case "cannot-be-said":
      return ["none", "∅"];
    case "unknown":
      return ["none", "?"];
  }
}
